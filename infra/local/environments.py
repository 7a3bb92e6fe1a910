"""The emulator's own Python environment: it pins a botocore that the product cannot use."""

import contextlib
import hashlib
import shutil
import sys
from pathlib import Path

from infra.uv import run_uv

ROOT = Path(__file__).resolve().parents[2]
DEFAULT_ENVIRONMENT = ROOT / ".venv-emulator"
LOCK = ROOT / "infra" / "locks" / "emulator.txt"
_MARK = "dailies-lock"


def default_python() -> Path:
    """Give the interpreter of the environment that `ensure_emulator` makes."""
    return DEFAULT_ENVIRONMENT / "bin" / "python"


def is_current(environment: Path = DEFAULT_ENVIRONMENT) -> bool:
    """Tell whether the environment was made from today's lock."""
    mark = environment / _MARK
    return mark.is_file() and mark.read_text() == _stamp()


def ensure_emulator(environment: Path = DEFAULT_ENVIRONMENT) -> Path:
    """Give the environment's interpreter, installing the locked packages first where they are missing."""
    python = environment / "bin" / "python"
    if is_current(environment):
        return python
    try:
        run_uv(["venv", "--quiet", "--clear", "--python", sys.executable, str(environment)])
        run_uv(
            ["pip", "install", "--quiet", "--python", str(python), "--require-hashes", "-r", str(LOCK)],
        )
        (environment / _MARK).write_text(_stamp())
    except BaseException:
        with contextlib.suppress(OSError):
            shutil.rmtree(environment)
        raise
    return python


def _stamp() -> str:
    return hashlib.sha256(LOCK.read_bytes() + sys.version.encode()).hexdigest()


if __name__ == "__main__":
    sys.stdout.write(f"{ensure_emulator()}\n")
