"""The CDK's command line and the checker of state machines: npm packages that only building needs."""

import sys
from pathlib import Path

from infra.npm import ensure_installed
from infra.synth import ROOT

SOURCE = ROOT / "infra" / "node"
FOLDER = ROOT / "build" / "node-tools"


def ensure_tool(name: str) -> Path:
    """Give a program of theirs, installing the locked packages first where they are missing; raises ToolMissing."""
    return ensure_installed(SOURCE, FOLDER) / ".bin" / name


if __name__ == "__main__":
    sys.stdout.write(f"{ensure_tool('cdk').parent.parent}\n")
