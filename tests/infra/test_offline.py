"""The synthesis for AWS with the network cut off: no account, no container engine, nothing downloaded."""

import json
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from infra.bundle import Target, bundle_packages, missing_byte_code
from infra.byte_code import find_python
from infra.checks.nag import read_findings
from infra.npm import node_environment
from infra.synth import ROOT

_CUT = ["unshare", "--map-root-user", "--net"]
_ASSETS = ("Code", "Content", "SourceObjectKeys", "ContainerProperties")


def _can_cut() -> bool:
    return shutil.which("unshare") is not None and not subprocess.run([*_CUT, "true"], check=False).returncode


@dataclass(frozen=True)
class Synthesis:
    """An assembly, and what was said while it was made."""

    folder: Path
    said: str

    def bundle(self) -> Path:
        """Give the folder that becomes the functions' code."""
        files = json.loads((self.folder / "dailies.assets.json").read_text())["files"].values()
        folders = [self.folder / str(each["source"]["path"]) for each in files]
        return next(folder for folder in folders if (folder / "functions").is_dir())


@pytest.fixture(scope="module")
def synthesis(tmp_path_factory: pytest.TempPathFactory) -> Synthesis:
    """A synthesis for AWS, made where no packet leaves."""
    if not _can_cut():
        pytest.skip("this machine does not let a process be cut off")
    bundle_packages(Target.AWS, ROOT)  # `make setup` has fetched them
    folder = tmp_path_factory.mktemp("aws")
    kept = {"PATH", "HOME", "LANG"}
    environment = {name: value for name, value in node_environment().items() if name in kept}
    done = subprocess.run(
        [*_CUT, sys.executable, "-m", "infra.app"],
        cwd=ROOT,
        env={
            **environment,
            "CDK_OUTDIR": str(folder),
            "CDK_CONTEXT_JSON": json.dumps({"aws:cdk:disable-asset-staging": True}),
            "DOCKER_HOST": f"unix://{os.devnull}",
        },
        capture_output=True,
        text=True,
        timeout=280,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return Synthesis(folder, done.stderr)


@pytest.fixture(scope="module")
def for_aws(synthesis: Synthesis) -> Path:
    return synthesis.folder


def test_given_the_functions_when_synthesised_for_aws_then_they_have_its_byte_code_or_that_is_said_once(
    synthesis: Synthesis,
) -> None:
    missing = missing_byte_code(synthesis.bundle())
    assert (missing is None) == (find_python("3.13", Path.home()) is not None)
    assert synthesis.said.count("without byte code") == int(missing is not None)


def test_given_no_network_when_synthesised_for_aws_then_no_finding_stops_it(for_aws: Path) -> None:
    assert read_findings(for_aws) == []


@pytest.mark.parametrize("stack", ["dailies", "dailies-data"])
def test_given_both_places_when_synthesised_then_the_stage_gets_what_aws_gets(
    for_aws: Path, assembly: Path, stack: str
) -> None:
    there, here = (
        json.loads((folder / f"{stack}.template.json").read_text()) for folder in (for_aws, assembly)
    )
    assert there.keys() == here.keys()
    assert {name: _compared(each) for name, each in there["Resources"].items()} == {
        name: _compared(each) for name, each in here["Resources"].items()
    }


def _compared(resource: dict[str, object]) -> dict[str, object]:
    """Give a resource without the names of built things: those are built for another machine."""
    properties = resource.get("Properties")
    if not isinstance(properties, dict):
        return resource
    return {**resource, "Properties": {k: v for k, v in properties.items() if k not in _ASSETS}}
