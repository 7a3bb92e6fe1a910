# The two commands of the README are `make demo` and `make test`; the rest is for working on Dailies.
SHELL := /bin/sh
PY := .venv/bin/python
export JSII_SILENCE_WARNING_END_OF_LIFE_NODE_VERSION := 1

.PHONY: help setup demo test faults bench check format openapi images images-test screens synth deploy lint-infra audit locks up down clean

help: ## Say what there is
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 13

setup: ## Install everything that is missing (a second time costs nothing)
	@sh infra/local/setup.sh

demo: setup ## Run the whole job on sample images, or on IMAGES=dir PROMPTS=file, into out/
	@$(PY) -m infra.local.demo $(if $(IMAGES),--images "$(IMAGES)") $(if $(PROMPTS),--prompts "$(PROMPTS)")

test: setup ## Run every test: units, template, and the whole stage with browser, FFmpeg and state machine
	@sh infra/local/system.sh tests
	@$(PY) -m infra.node_tools >/dev/null
	@$(PY) -m pytest -q --numprocesses=3

faults: setup ## Run containers into every fault of the site, kill them at every step, stop a stage at work (minutes)
	@sh infra/local/system.sh tests
	@$(PY) -m pytest -q --numprocesses=2 -m "faults or not faults" tests/faults tests/worker tests/restart

bench: setup ## Measure memory over 300 prompts and what several contexts save (minutes, on a quiet machine)
	@$(PY) -m pytest -q -n0 -m bench tests/bench

check: setup ## Lint, types, architecture, drift of the generated files
	@.venv/bin/ruff format --check --quiet . || { echo "run: make format"; exit 1; }
	@.venv/bin/ruff check --quiet .
	@.venv/bin/mypy
	@.venv/bin/lint-imports --no-cache
	@.venv/bin/hadolint containers/Dockerfile
	@$(PY) -m functions.api.openapi --check
	@echo "checks passed"

format: setup ## Format the code
	@.venv/bin/ruff check --quiet --fix . || true
	@.venv/bin/ruff format --quiet .

openapi: setup ## Write functions/api/openapi.json anew
	@$(PY) -m functions.api.openapi

images: setup ## Build both container images with Docker or podman (BASE=python:…@sha256:… pins the base)
	@$(PY) -m infra.images $(if $(BASE),--base "$(BASE)")

images-test: setup ## Build both images and run a real item through each, locked down
	@sh infra/local/system.sh tests
	@$(PY) -m pytest -q -n0 -m images tests/images

screens: setup ## Write a picture of every page of the gallery to out/screens/
	@$(PY) -m tests.web.screens

synth: setup ## Write the CloudFormation template to cdk.out/
	@$(PY) -m infra.app

deploy: setup ## Deploy both stacks to AWS (ARGS="--parameters dailies:AlertEmail=…")
	@$(PY) -m infra.cdk deploy --all --require-approval broadening $(ARGS)

lint-infra: setup ## Lint the AWS templates and the state machine
	@$(PY) -m infra.checks.lint

audit: setup ## Look for known vulnerabilities of the locked packages (asks PyPI itself; ARGS="-s osv" asks OSV)
	@$(PY) -m infra.checks.audit $(ARGS)

up: setup ## Start the embedded stage in the foreground
	@.venv/bin/dailies up

down: setup ## Stop the embedded stage
	@.venv/bin/dailies down

LOCK := uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate
locks: ## Resolve every lock file anew
	@$(LOCK) pyproject.toml --all-extras --group infra --group stage --group dev -o infra/locks/house.txt
	@$(LOCK) pyproject.toml --extra validation --extra vault -o infra/locks/functions.txt
	@$(LOCK) pyproject.toml --extra automation -o infra/locks/automation.txt
	@$(LOCK) pyproject.toml --extra media -o infra/locks/media.txt
	@printf 'ministack==1.5.33\ncryptography\n' | $(LOCK) - -o infra/locks/emulator.txt
	@printf 'uv\n' | $(LOCK) - -o infra/locks/uv.txt

clean: ## Remove everything generated
	@rm -rf .venv .venv-emulator build cdk.out out .pytest_cache .mypy_cache .ruff_cache .hypothesis
