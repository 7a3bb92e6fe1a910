"""What live progress says of items, renditions and deliveries: pure."""

from collections.abc import Sequence
from datetime import datetime

from dailies.cli.answers import Delivery, Item, Job, Rendition, Video
from dailies.cli.screen import Row, Scene
from dailies.domain.characters import strip_hidden
from dailies.domain.failure import Failure
from dailies.domain.job import Counts
from dailies.domain.status import TERMINAL, Status

MOST_ROWS = 20
_STAGES = {
    Status.PENDING: "not started",
    Status.QUEUED: "queued",
    Status.RUNNING: "running",
    Status.WAITING: "waiting",
    Status.BLOCKED: "needs you",
    Status.SUCCEEDED: "done",
    Status.FAILED: "failed",
    Status.CANCELLED: "cancelled",
}
_URGENCY = (
    Status.BLOCKED,
    Status.FAILED,
    Status.RUNNING,
    Status.WAITING,
    Status.QUEUED,
    Status.PENDING,
    Status.CANCELLED,
    Status.SUCCEEDED,
)


def items_scene(job: Job) -> Scene:
    """Show a job's items."""
    return Scene(_most_telling(job.items), f"{counted(job.counts)} · {job.progress} %")


def videos_scene(videos: Sequence[Video], counts: Counts) -> Scene:
    """Show takes being upscaled."""
    rows = [_video_row(video, video.rendition) for video in videos if video.rendition]
    return Scene(tuple(rows[:MOST_ROWS]), counted(counts))


def delivery_scene(delivery: Delivery) -> Scene:
    """Show a ZIP being made."""
    note = sentence(delivery.failure)
    return Scene((Row("ZIP", _STAGES[delivery.status], _percent(delivery.status, delivery.progress), note),))


def counted(counts: Counts) -> str:
    """Say how many units are in each state that any is in."""
    found = [(status, getattr(counts, status.value)) for status in Status]
    return ", ".join(f"{count} {_STAGES[status]}" for status, count in found if count) or "nothing to do"


def sentence(failure: Failure | None) -> str:
    """Say what went wrong, what it cost and what to do, for people."""
    if failure is None:
        return ""
    cost = {True: " It was charged.", None: " Whether it was charged is not known yet."}.get(
        failure.charged, ""
    )
    advice = f" {failure.advice}" if failure.advice else ""
    return visible(f"{failure.detail}{cost}{advice}")


def visible(text: str) -> str:
    """Give a text without what would steer the terminal or forge a line."""
    return strip_hidden(text.replace("\n", " "))


def clip(text: str, width: int) -> str:
    """Shorten a text to a width in characters."""
    seen = visible(text)
    return seen if len(seen) <= width else seen[: width - 1] + "…"


def countdown(until: datetime, now: datetime) -> str:
    """Say how long a wait still takes."""
    left = max(0, round((until - now).total_seconds()))
    return f"again in {left // 60}:{left % 60:02d}"


def _most_telling(items: Sequence[Item]) -> tuple[Row, ...]:
    """Show the items that a person wants to see first, in their own order."""
    urgent = sorted(items, key=lambda item: (_URGENCY.index(item.status), item.number))[:MOST_ROWS]
    return tuple(_item_row(item) for item in sorted(urgent, key=lambda item: item.number))


def _item_row(item: Item) -> Row:
    stage = f"{_STAGES[item.status]}: {item.stage}" if _is_staged(item) else _STAGES[item.status]
    return Row(
        label=f"{item.number:>3} {clip(item.image.name, 24)}",
        state=visible(stage),
        percent=_percent(item.status, item.progress),
        note=sentence(item.failure) if item.status is not Status.SUCCEEDED else clip(item.prompt, 60),
        retry_at=item.retry_at if item.status is Status.WAITING else None,
    )


def _is_staged(item: Item) -> bool:
    return item.status is Status.RUNNING and bool(item.stage)


def _video_row(video: Video, rendition: Rendition) -> Row:
    return Row(
        label=f"{short_id(video.video_id)} {clip(video.prompt, 24)}",
        state=_STAGES[rendition.status],
        percent=_percent(rendition.status, rendition.progress),
        note=sentence(rendition.failure) or (rendition.quality if video.has_4k else ""),
    )


def short_id(video_id: str) -> str:
    """Name a take inside its job: item, attempt and output, such as `3-1-2`."""
    _, item, attempt, output = video_id.rsplit("-", 3)
    return f"{int(item)}-{attempt}-{output}"


def _percent(status: Status, progress: int) -> int:
    if status is Status.SUCCEEDED:
        return 100
    return 0 if status in TERMINAL else min(100, max(0, progress))
