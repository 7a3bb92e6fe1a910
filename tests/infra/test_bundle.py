"""The functions' bundle for this machine, as a function would load it."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from infra.bundle import Target, bundle_functions
from infra.constructs.functions import FUNCTIONS
from infra.synth import ROOT, synthesise
from infra.trim import SERVICES


@pytest.fixture(scope="module")
def bundle() -> Path:
    return bundle_functions(Target.HERE, ROOT)


def run_in(bundle: Path, code: str) -> str:
    """Run code that sees the bundle and the standard library alone."""
    done = subprocess.run(
        [sys.executable, "-I", "-S", "-c", f"import sys; sys.path.insert(0, {str(bundle)!r})\n{code}"],
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_given_a_built_bundle_when_asked_again_then_it_is_the_same_folder(bundle: Path) -> None:
    made = bundle.stat().st_ctime_ns
    assert bundle_functions(Target.HERE, ROOT) == bundle
    assert bundle.stat().st_ctime_ns == made


def test_given_a_synthesis_when_asked_again_then_it_is_the_same_folder() -> None:
    assembly = synthesise(Target.HERE)
    made = (assembly / "manifest.json").stat().st_mtime_ns
    assert synthesise(Target.HERE) == assembly
    assert (assembly / "manifest.json").stat().st_mtime_ns == made


def test_given_the_bundle_when_listed_then_the_command_line_is_not_in_it(bundle: Path) -> None:
    assert not (bundle / "dailies" / "cli").exists()


def test_given_the_bundle_when_compiled_then_its_byte_code_is_taken_unchecked(bundle: Path) -> None:
    (compiled,) = (bundle / "dailies" / "__pycache__").glob("settings.*.pyc")
    flags = int.from_bytes(compiled.read_bytes()[4:8], "little")
    assert flags == 0b01


def test_given_the_bundle_when_trimmed_then_every_kept_service_still_has_a_client(bundle: Path) -> None:
    code = f"import boto3\nfor name in {sorted(SERVICES)!r}: boto3.client(name, region_name='us-east-1')"
    run_in(bundle, code)


def test_given_every_function_when_loaded_from_the_bundle_then_its_handler_is_there(bundle: Path) -> None:
    handlers = [size.handler for size in FUNCTIONS.values()]
    code = (
        "import importlib, json\n"
        f"handlers = {handlers!r}\n"
        "parts = [name.rsplit('.', 1) for name in handlers]\n"
        "print(json.dumps([callable(getattr(importlib.import_module(m), f)) for m, f in parts]))"
    )
    assert json.loads(run_in(bundle, code)) == [True] * len(handlers)
