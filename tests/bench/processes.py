"""The processes of a container's browser, and the memory that they hold."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from containers.automation.sites.flow.browser import find_chromium

_NAME_LIMIT = 15
"""The kernel cuts the names of processes."""
_HELD = ("Pss_Anon:", "Pss_Shmem:")
"""Not the program's own pages: they lie on disk, and other browsers of the machine share them or not."""


@dataclass(frozen=True)
class Process:
    """One line of the process table."""

    pid: int
    parent: int
    name: str


@dataclass(frozen=True)
class Memory:
    """What a browser holds at one moment."""

    mib: float
    """A page that several of its processes share counts once."""
    tabs: int


def browser_memory(container: int) -> Memory:
    """Measure the browser that runs below a container's process."""
    held = {pid: _held_mib(pid) for pid in _browser_below(container)}
    return Memory(sum(held.values()), sum(_is_tab(pid) for pid in held))


def _browser_below(container: int) -> list[int]:
    browser = find_chromium().name[:_NAME_LIMIT]
    return [process.pid for process in descendants(container) if process.name == browser]


def descendants(root: int) -> list[Process]:
    """Give every process below one, parents first."""
    children: dict[int, list[Process]] = {}
    for process in _all_processes():
        children.setdefault(process.parent, []).append(process)
    found: list[Process] = children.get(root, [])
    for process in found:
        found.extend(children.get(process.pid, []))
    return found


def _all_processes() -> Iterator[Process]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (line := _read(folder / "stat")):
            # A name may hold spaces and brackets; nothing after it does.
            name, _, rest = line.partition("(")[2].rpartition(")")
            yield Process(int(folder.name), int(rest.split()[1]), name)


def _held_mib(pid: int) -> float:
    lines = _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return sum(int(line.split()[1]) for line in lines if line.startswith(_HELD)) / 1024


def _is_tab(pid: int) -> bool:
    return "--type=renderer" in _read(Path(f"/proc/{pid}/cmdline"))


def _read(path: Path) -> str:
    """Give a file of a process, nothing of one that has just ended."""
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
