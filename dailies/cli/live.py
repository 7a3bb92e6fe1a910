"""Progress on a terminal: bars that move, a countdown that counts."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console, ConsoleOptions, RenderResult
from rich.live import Live
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    TextColumn,
    TimeRemainingColumn,
    TransferSpeedColumn,
)
from rich.progress_bar import ProgressBar
from rich.table import Table
from rich.text import Text

from dailies import clock
from dailies.cli.rows import countdown, visible
from dailies.cli.screen import Row, Scene, ShowScene
from dailies.cli.transfer import OnBytes

_COLOURS = {"done": "green", "failed": "red", "needs you": "magenta", "waiting": "yellow"}


class LiveScreen:
    """Draws on a terminal."""

    def __init__(self, console: Console) -> None:
        """Take the terminal."""
        self._console = console

    def say(self, text: str) -> None:
        """Print a sentence above whatever moves."""
        self._console.print(Text("\n".join(visible(line) for line in text.splitlines())))

    @contextmanager
    def scene(self, title: str) -> Iterator[ShowScene]:
        """Draw rows, anew whenever they change and four times a second for the countdowns."""
        drawn = _Drawn(title)
        with Live(drawn, console=self._console, refresh_per_second=4):
            yield drawn.show

    @contextmanager
    def transfer(self, title: str, total: int) -> Iterator[OnBytes]:
        """Draw one bar of bytes."""
        columns = (BarColumn(), DownloadColumn(), TransferSpeedColumn(), TimeRemainingColumn())
        with Progress(TextColumn("{task.description}"), *columns, console=self._console) as progress:
            bar = progress.add_task(visible(title), total=total)
            yield lambda count: progress.advance(bar, count)

    def table(self, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        """Print a table."""
        table = Table(*columns, box=None, pad_edge=False, header_style="bold")
        for line in lines:
            table.add_row(*(Text(visible(cell)) for cell in line))
        self._console.print(table)


class _Drawn:
    """The newest scene, as rich draws it."""

    def __init__(self, title: str) -> None:
        self._title = title
        self._scene = Scene()

    def show(self, scene: Scene) -> None:
        self._scene = scene

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        yield Text(f"{self._title}  {self._scene.summary}", style="bold")
        table = Table.grid(padding=(0, 1))
        for row in self._scene.rows:
            table.add_row(
                Text(row.label),
                Text(row.state, style=_COLOURS.get(row.state, "")),
                ProgressBar(total=100, completed=row.percent, width=20),
                Text(_note(row), overflow="ellipsis", no_wrap=row.state not in {"failed", "needs you"}),
            )
        yield table


def _note(row: Row) -> str:
    wait = countdown(row.retry_at, clock.now()) if row.retry_at else ""
    return " · ".join(part for part in (wait, row.note) if part)
