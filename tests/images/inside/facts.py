"""Who a process of this image is, what it may write, and what the image is made of."""

import importlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator
from importlib.util import cache_from_source
from pathlib import Path

APP, PACKAGES = Path("/app"), Path("/opt/packages")
DEEPER = (APP, PACKAGES, Path("/usr/local/bin"), Path("/var/tmp"))
INSTALLING = (Path("/var/cache/apt"), Path("/var/lib/apt/lists"), Path("/var/log"))
UNCHECKED_HASH = b"\1\0\0\0"


def may_write(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder):
            return True
    except OSError:
        return False


def is_compiled(source: Path) -> bool:
    """Tell whether there is byte code that is never compared with its source."""
    compiled = Path(cache_from_source(str(source)))
    return compiled.is_file() and compiled.read_bytes()[4:8] == UNCHECKED_HASH


def load_program() -> Iterator[str]:
    """Import what the container starts, and give the byte code that each loaded module was looked for in."""
    for program in APP.glob("containers/*/__main__.py"):
        importlib.import_module(f"containers.{program.parent.name}.__main__")
    for module in list(sys.modules.values()):
        if module.__spec__ and module.__spec__.cached:
            yield module.__spec__.cached


def find_facts() -> dict[str, object]:
    lines = Path("/proc/self/status").read_text().splitlines()
    status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    own = list(APP.rglob("*.py"))
    return {
        "user": [os.getuid(), os.getgid(), *os.getgroups()],
        "capabilities": int(status["CapEff"], 16) | int(status["CapPrm"], 16),
        "no_new_privileges": status["NoNewPrivs"],
        "first": Path("/proc/1/comm").read_text().strip(),
        "writable": [
            str(folder) for folder in (*Path("/").iterdir(), *DEEPER) if folder.is_dir() and may_write(folder)
        ],
        "code": sorted(str(path.relative_to(APP)) for path in own),
        "uncompiled": [str(path) for path in (*own, *PACKAGES.rglob("*.py")) if not is_compiled(path)],
        "loaded_uncompiled": [path for path in load_program() if not Path(path).is_file()],
        "leftovers": [str(path) for folder in INSTALLING for path in folder.rglob("*") if path.is_file()],
    }


if __name__ == "__main__":
    sys.stdout.write(json.dumps(find_facts()))
