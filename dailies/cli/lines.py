"""Progress where nothing can move (a log, a pipe): one line for each change that tells something."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

from dailies.cli.rows import visible
from dailies.cli.screen import Row, Scene, ShowScene
from dailies.cli.transfer import OnBytes


class LineScreen:
    """Writes plain lines."""

    def __init__(self, write: Callable[[str], None]) -> None:
        """Take what writes one line."""
        self._write = write

    def say(self, text: str) -> None:
        """Write a sentence."""
        for line in text.splitlines():
            self._write(visible(line))

    @contextmanager
    def scene(self, title: str) -> Iterator[ShowScene]:
        """Write a row when its state changes, or what stands beside it."""
        shown: dict[str, tuple[str, str]] = {}
        self._write(title)

        def show(scene: Scene) -> None:
            for row in scene.rows:
                if shown.get(row.label) != (row.state, row.note):
                    shown[row.label] = (row.state, row.note)
                    self._write(_line(row))

        yield show

    @contextmanager
    def transfer(self, title: str, total: int) -> Iterator[OnBytes]:
        """Write what begins to travel."""
        self._write(f"{visible(title)} ({total / 1024**2:.1f} MB)")
        yield lambda _count: None

    def table(self, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        """Write columns that line up."""
        cells = [tuple(columns), *(tuple(visible(cell) for cell in line) for line in lines)]
        widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
        for line in cells:
            padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
            self._write("  ".join(padded).rstrip())


def _line(row: Row) -> str:
    return f"  {row.label}  {row.state}" + (f"  {row.note}" if row.note else "")
