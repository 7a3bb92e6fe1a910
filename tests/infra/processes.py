"""What the kernel tells of a stage's processes."""

import contextlib
import os
from pathlib import Path


def pids_of(home: Path, word: bytes = b"") -> list[int]:
    """List the processes that name the home, in arguments or environment, and the word in their arguments."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            arguments, environment = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
            if word in arguments and os.fsencode(home) in arguments + environment:
                found.append(int(folder.name))
    return [pid for pid in found if pid != os.getpid()]


def sockets_of(home: Path) -> set[str]:
    """Give the inodes of what those processes have open."""
    found = set()
    for pid in pids_of(home):
        for entry in Path(f"/proc/{pid}/fd").glob("*"):
            with contextlib.suppress(OSError):
                found.add(str(entry.readlink()).removeprefix("socket:[").removesuffix("]"))
    return found


def listeners() -> list[tuple[str, str]]:
    """List listening TCP sockets as local address (hexadecimal, host byte order) and inode."""
    tables = [Path("/proc/net/tcp"), Path("/proc/net/tcp6")]
    rows = [line.split() for table in tables for line in table.read_text().splitlines()[1:]]
    return [(row[1].split(":")[0], row[9]) for row in rows if row[3] == "0A"]
