"""The gallery's npm packages."""

import sys
from pathlib import Path

from infra.npm import ensure_installed
from infra.synth import ROOT

WEB = ROOT / "web"
PACKAGES = ROOT / "build" / "web-packages"


def ensure_packages(folder: Path = PACKAGES) -> Path:
    """Give `node_modules`, installing the locked packages first where they are missing; raises ToolMissing."""
    return ensure_installed(WEB, folder)


if __name__ == "__main__":
    sys.stdout.write(f"{ensure_packages()}\n")
