"""Job logs on disk, bounded: each file, and all of them together."""

from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

FILES_KEPT = 2_000


class JobLog:
    """A log that never holds more than `limit_bytes`: its older half is set aside, then dropped."""

    def __init__(self, path: Path, limit_bytes: int) -> None:
        self.path = path
        self._half = max(1, limit_bytes // 2)
        self._file = path.open("ab", buffering=0)
        self._size = self._file.tell()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()

    def write(self, data: bytes) -> None:
        """Append; begins a new half when this one is full."""
        while data:
            if self._size >= self._half:
                self._turn()
            part, data = data[: self._half - self._size], data[self._half - self._size :]
            self._file.write(part)
            self._size += len(part)

    def _turn(self) -> None:
        self._file.close()
        self.path.replace(older_half(self.path))
        self._file = self.path.open("wb", buffering=0)
        self._size = 0


def older_half(path: Path) -> Path:
    """Name the file that the older half of a log is set aside in."""
    return path.with_name(path.name + ".1")


def prune_logs(folder: Path, keep: set[Path], limit_bytes: int) -> None:
    """Delete the oldest logs until the rest fits; those in `keep` belong to running jobs and stay."""
    kept = keep | {older_half(path) for path in keep}
    logs = []
    for path in folder.glob("*.log*"):
        with suppress(FileNotFoundError):
            facts = path.stat()
            logs.append((facts.st_mtime_ns, facts.st_size, path))
    total = sum(size for _, size, _ in logs)
    files = len(logs)
    for _, size, path in sorted(logs):
        if total <= limit_bytes and files <= FILES_KEPT:
            return
        if path not in kept:
            path.unlink(missing_ok=True)
            total -= size
            files -= 1
