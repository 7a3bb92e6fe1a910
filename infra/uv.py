"""uv, which makes environments and bundles: found beside this Python or on the PATH."""

import importlib.util
import shutil
import subprocess
import sys

from dailies.domain.errors import ToolMissing

_SECONDS = 600


def uv_command() -> list[str]:
    """Give the command that starts uv; raises ToolMissing."""
    if importlib.util.find_spec("uv"):
        return [sys.executable, "-m", "uv"]
    found = shutil.which("uv")
    if found is None:
        raise ToolMissing("uv is not installed", subject="uv", advice="python3 -m pip install uv")
    return [found]


def run_uv(arguments: list[str]) -> None:
    """Run uv; raises ToolMissing with its own words when it fails."""
    done = ask_uv(arguments)
    if done.returncode:
        raise ToolMissing(
            f"uv could not install packages: {done.stderr.strip()[-800:]}",
            subject="uv",
            advice="uv needs the package index, or a cache that already holds these packages",
        )


def ask_uv(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    """Run uv and give what it said, however that ended."""
    return subprocess.run(
        [*uv_command(), *arguments],
        capture_output=True,
        text=True,
        timeout=_SECONDS,
        check=False,
        stdin=subprocess.DEVNULL,
    )
