"""The demo itself: the whole job through the same code as `dailies run`, then a contact sheet."""

import time
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from dailies.cli.answers import Video
from dailies.cli.bearer import PersonTokens
from dailies.cli.choosing import TakesEach
from dailies.cli.client import Client
from dailies.cli.desk import Desk
from dailies.cli.fetching import Wanted, fetch
from dailies.cli.rows import clip, short_id
from dailies.cli.running import Order, Report, Run
from dailies.cli.screen import Screen
from dailies.cli.showing import dimensions
from dailies.cli.sources import Sources
from dailies.cli.transfer import Transfer
from dailies.cli.transport import Transport
from dailies.cli.unpacking import cleared_folder
from dailies.cli.wallet import Wallet
from dailies.domain.options import Options, Quality, Resolution
from dailies.domain.status import JobStatus
from infra.local.demo.borrowed_stage import borrow_stage
from infra.local.demo.contact_sheet import Frame, write_sheet

_TITLE = "Demo"
_RECENT_JOBS = 20


@dataclass(frozen=True)
class Shown:
    """What the demo leaves behind."""

    report: Report
    sheet: Path
    seconds: dict[str, float]
    """Wall seconds of each part, in order."""


def show_off(
    home: Path, sources: Sources, out: Path, screen: Screen, *, clip_seconds: float | None = None
) -> Shown:
    """Run the demo on a stage of that home; raises DailiesError."""
    seconds: dict[str, float] = {}
    with ExitStack() as stack:
        screen.say("Starting the stage …")
        with _timed(seconds, "start the stage"):
            state, is_own = stack.enter_context(borrow_stage(home, clip_seconds))
        screen.say(f"The stage is at {state.url}")
        desk = stack.enter_context(_desk(state.url, screen))
        if is_own:
            _stop_leftovers(desk.client)
        report = Run(desk, _order(sources, out)).go()
        seconds |= report.seconds
        with _timed(seconds, "contact sheet"):
            sheet = _draw_sheet(desk, report, out)
        ending = time.monotonic()
    seconds["end the stage"] = time.monotonic() - ending
    return Shown(report, sheet, seconds)


@contextmanager
def _timed(seconds: dict[str, float], part: str) -> Iterator[None]:
    began = time.monotonic()
    yield
    seconds[part] = time.monotonic() - began


@contextmanager
def _desk(address: str, screen: Screen) -> Iterator[Desk]:
    transport, transfer = Transport(address, PersonTokens(address, Wallet())), Transfer()
    try:
        yield Desk(Client(transport), transfer, screen)
    finally:
        transfer.close()
        transport.close()


def _stop_leftovers(client: Client) -> None:
    """Cancel what a demo that was killed has left running: it would hold the browser."""
    for job in client.jobs(_RECENT_JOBS):
        if job.status is JobStatus.RUNNING:
            client.cancel_job(job.job_id)


def _order(sources: Sources, out: Path) -> Order:
    return Order(
        title=_TITLE,
        sources=sources,
        options=Options(),
        pick=TakesEach(1),
        quality=Quality.FAST,
        resolution=Resolution.UHD,
        folder=_TITLE,
        out=out,
    )


def _draw_sheet(desk: Desk, report: Report, out: Path) -> Path:
    with cleared_folder(out / ".contact-sheet") as work:
        takes = [_take_frame(desk, video, work) for video in report.videos]
        return write_sheet([*takes, *_delivered_frames(report)], out / "contact-sheet.jpg", work)


def _take_frame(desk: Desk, video: Video, work: Path) -> Frame:
    wanted = Wanted(work / f"{video.video_id}.mp4", video.size, video.sha256)
    path = fetch(desk.transfer, wanted, lambda: video.url, lambda _count: None)
    size = dimensions(video.width, video.height)
    return Frame(
        path, f"take {short_id(video.video_id)}\n{size}, {video.frames} frames\n{clip(video.prompt, 60)}"
    )


def _delivered_frames(report: Report) -> Sequence[Frame]:
    return [
        Frame(
            delivered.folder / entry.file,
            f"4K of take {short_id(entry.video_id)}\n"
            f"{dimensions(entry.width, entry.height)}, {entry.frames} frames\n{entry.file}",
        )
        for delivered in report.delivered
        if delivered.folder
        for entry in delivered.files
    ]
