"""What the demo says in the end: what lies where, and how long each part took."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

from dailies.cli.running import Report
from dailies.cli.showing import dimensions, megabytes
from dailies.domain.ids import ItemId


def tell(console: Console, report: Report, sheet: Path, seconds: Mapping[str, float]) -> None:
    """Print the files, then the times."""
    lengths = {video.video_id: video.duration_ms / 1000 for video in report.videos}
    files = Table("file", "size", "frames", "seconds", "MB", title="Delivered")
    for zip_file in report.delivered:
        for entry in zip_file.files:
            files.add_row(
                entry.file,
                dimensions(entry.width, entry.height),
                str(entry.frames),
                f"{lengths.get(ItemId(entry.video_id), 0.0):.1f}",
                megabytes(entry.bytes),
            )
    console.print(files)
    console.print(_times(seconds))
    for place in _places(report, sheet):
        console.print(place, soft_wrap=True, highlight=False)


def _times(seconds: Mapping[str, float]) -> Table:
    table = Table("stage", "seconds", title="How long it took")
    for stage, taken in seconds.items():
        table.add_row(stage, f"{taken:.1f}")
    table.add_section()
    table.add_row("all", f"{sum(seconds.values()):.1f}")
    return table


def _places(report: Report, sheet: Path) -> Sequence[str]:
    zips = [f"ZIP            {entry.archive}" for entry in report.delivered]
    folders = [f"4K files       {entry.folder}" for entry in report.delivered]
    takes = f"{len(report.videos)} takes of {len(report.job.items)} items"
    return [*zips, *folders, f"contact sheet  {sheet}", takes]
