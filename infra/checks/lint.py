"""Linters over a synthesised assembly: cfn-lint over the templates, asl-validator over the state machines."""

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from infra.bundle import Target
from infra.node_tools import ensure_tool
from infra.npm import node_environment
from infra.synth import synthesise

_SECONDS = 120
_MACHINE = "AWS::StepFunctions::StateMachine"
IGNORED = {
    "W3005": "the CDK writes dependencies that references imply already",
    "E3601": "it reads machines before their substitutions are filled in; asl-validator reads them after",
}
"""cfn-lint's rules that are not asked, and why."""


def lint_templates(assembly: Path) -> list[str]:
    """Give what cfn-lint finds in an assembly's templates."""
    templates = sorted(assembly.glob("*.template.json"))
    options = ["--format", "parseable", "--ignore-checks", *IGNORED]
    program = Path(sys.executable).with_name("cfn-lint")
    return _findings(_run([str(program), *options, "--", *map(str, templates)], os.environ))


def lint_machines(assembly: Path) -> list[str]:
    """Give what asl-validator finds in an assembly's state machines."""
    tool = ensure_tool("asl-validator")
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for number, machine in enumerate(_machines(assembly)):
            files.append(Path(folder) / f"{number}.json")
            files[-1].write_text(machine)
        flags = [part for file in files for part in ("--json-path", str(file))]
        done = _run([str(tool), *flags], node_environment())
    return _findings(done)


def _machines(assembly: Path) -> Iterator[str]:
    """Give each machine as it will read, with a plain value for everything that deployment fills in."""
    for path in sorted(assembly.glob("*.template.json")):
        for resource in json.loads(path.read_text())["Resources"].values():
            if resource["Type"] == _MACHINE:
                yield read_machine(resource["Properties"])


def read_machine(properties: Mapping[str, Any]) -> str:
    """Give a machine's definition with an ARN of nobody's in every substitution."""
    text = _flat(properties["DefinitionString"])
    for name in properties.get("DefinitionSubstitutions", {}):
        value = "aws" if name == "Partition" else f"arn:aws:lambda:us-east-1:000000000000:function:{name}"
        text = text.replace(f"${{{name}}}", value)
    return text


def _flat(value: Any) -> str:
    if isinstance(value, str):
        return value
    separator, parts = value["Fn::Join"]
    return str(separator).join(part if isinstance(part, str) else "reference" for part in parts)


def _findings(done: "subprocess.CompletedProcess[str]") -> list[str]:
    return [] if done.returncode == 0 else (done.stdout + done.stderr).splitlines()


def _run(command: list[str], environment: Mapping[str, str]) -> "subprocess.CompletedProcess[str]":
    return subprocess.run(
        command,
        env=dict(environment),
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )


if __name__ == "__main__":
    made = synthesise(Target.AWS)
    findings = [*lint_templates(made), *lint_machines(made)]
    sys.stdout.write("".join(f"{finding}\n" for finding in findings))
    raise SystemExit(bool(findings))
