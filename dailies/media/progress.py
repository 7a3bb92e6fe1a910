"""Reads what FFmpeg says about itself with `-progress pipe:1`, and the marks that its filters print beside it."""

from collections.abc import Callable
from dataclasses import dataclass

REPORT_ARGUMENTS = ("-nostats", "-progress", "pipe:1", "-stats_period", "0.5")

_MOST_PENDING_BYTES = 64 * 1024


@dataclass(frozen=True)
class Progress:
    """How far a run of FFmpeg has come."""

    frames: int = 0
    """Video frames written."""
    microseconds: int = 0
    """End of the output so far."""
    bytes: int = 0
    """Size of the output so far."""

    @property
    def seconds(self) -> float:
        """End of the output so far, in seconds."""
        return self.microseconds / 1_000_000


OnProgress = Callable[[Progress], None]
OnMark = Callable[[str, str], None]
"""Takes the name and the text of a mark that a filter put on a frame."""
_MARK = "lavfi."


def parse_report(lines: dict[str, str], before: Progress) -> Progress:
    """Read one report; a value that is N/A or unreadable stays as it was before."""
    return Progress(
        frames=_number(lines.get("frame"), before.frames),
        # Named `out_time_ms` too, and in microseconds under either name.
        microseconds=_number(lines.get("out_time_us", lines.get("out_time_ms")), before.microseconds),
        bytes=_number(lines.get("total_size"), before.bytes),
    )


def _number(text: str | None, otherwise: int) -> int:
    try:
        return max(0, int(text or ""))
    except ValueError:
        return otherwise


class ProgressReader:
    """Puts the reports together from the pieces in which they arrive."""

    def __init__(self, on_progress: OnProgress, on_mark: OnMark | None = None) -> None:
        self._on_progress, self._on_mark = on_progress, on_mark
        self._pending = b""
        self._lines: dict[str, str] = {}
        self.latest = Progress()

    def feed(self, chunk: bytes) -> bool:
        """Take a piece of stdout; True if it shows that frames, time or bytes have grown."""
        *lines, rest = (self._pending + chunk).split(b"\n")
        self._pending = rest[-_MOST_PENDING_BYTES:]
        moved = [self._take(line) for line in lines]
        return any(moved)

    def _take(self, line: bytes) -> bool:
        name, is_pair, value = line.decode("ascii", "replace").partition("=")
        if not is_pair:
            return False
        if name.startswith(_MARK):
            if self._on_mark is not None:
                self._on_mark(name, value.strip())
            return False
        if name.strip() != "progress":
            if len(self._lines) < 100:
                self._lines[name.strip()] = value.strip()
            return False
        report, self._lines = parse_report(self._lines, self.latest), {}
        moved, self.latest = report != self.latest, report
        self._on_progress(report)
        return moved
