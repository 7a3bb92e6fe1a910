"""The processes of a container's browser, and the memory that they hold."""

from collections.abc import Iterable, Iterator
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
    """What a container's browser holds at one moment, in MiB."""

    kept: float
    """Its processes that outlive a tab; a page that several of them share counts once."""
    in_tabs: float
    driver: float
    """The program between the container and its browser."""
    tabs: int

    @property
    def browser(self) -> float:
        """Give what all its processes hold."""
        return self.kept + self.in_tabs


def browser_memory(container: int) -> Memory:
    """Measure the browser that runs below a container's process."""
    below = descendants(container)
    name = find_chromium().name[:_NAME_LIMIT]
    browser = [process.pid for process in below if process.name == name]
    parents = {process.parent for process in below if process.name == name}
    tabs = [pid for pid in browser if _is_tab(pid)]
    return Memory(
        kept=_held_mib({*browser} - {*tabs}),
        in_tabs=_held_mib(tabs),
        driver=_held_mib(parents - {container, *browser}),
        tabs=len(tabs),
    )


def descendants(root: int) -> list[Process]:
    """Give every process below one, parents first."""
    children: dict[int, list[Process]] = {}
    for process in _all_processes():
        children.setdefault(process.parent, []).append(process)
    found = list(children.get(root, []))
    for process in found:
        found.extend(children.get(process.pid, []))
    return found


def _all_processes() -> Iterator[Process]:
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit() and (line := _read(folder / "stat")):
            # A name may hold spaces and brackets; nothing after it does.
            name, _, rest = line.partition("(")[2].rpartition(")")
            yield Process(int(folder.name), int(rest.split()[1]), name)


def _held_mib(pids: Iterable[int]) -> float:
    lines = [line for pid in pids for line in _read(Path(f"/proc/{pid}/smaps_rollup")).splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith(_HELD)) / 1024


def _is_tab(pid: int) -> bool:
    return "--type=renderer" in _read(Path(f"/proc/{pid}/cmdline"))


def _read(path: Path) -> str:
    """Give a file of a process, nothing of one that has just ended."""
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""
