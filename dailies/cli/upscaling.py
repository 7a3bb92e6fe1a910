"""Starts upscaling and follows it to its end."""

from collections.abc import Sequence

from dailies.cli.answers import Task, Video, VideoPage
from dailies.cli.client import MOST_VIDEOS
from dailies.cli.desk import Desk
from dailies.cli.errors import Unfinished
from dailies.cli.rows import videos_scene
from dailies.cli.screen import ShowScene
from dailies.cli.waiting import follow
from dailies.domain.failure import Failure
from dailies.domain.ids import job_of
from dailies.domain.job import Counts
from dailies.domain.options import Quality
from dailies.domain.status import Status


def upscale(desk: Desk, videos: Sequence[str], quality: Quality, *, wait: bool = True) -> list[str]:
    """Upscale takes of one job, 200 in each task; give the tasks. Raises Unfinished for takes that failed."""
    tasks: list[str] = []
    for start in range(0, len(videos), MOST_VIDEOS):
        some = videos[start : start + MOST_VIDEOS]
        begun = desk.client.upscale(some, quality)
        desk.screen.say(begun.message)
        if begun.task_id is None:
            continue
        tasks.append(begun.task_id)
        if wait:
            await_upscaling(desk, begun.task_id, some)
    return tasks


def await_upscaling(desk: Desk, task: str, videos: Sequence[str]) -> None:
    """Wait until a task has ended, showing each take; raises Unfinished when some are not upscaled."""
    wanted = frozenset(videos)
    read_videos = desk.client.watched_videos(job_of(task))
    read_task = desk.client.watched_task(task)
    shown = _Shown(wanted)

    def read() -> Task | None:
        page, seen = read_videos(), read_task()
        shown.update(page, seen, show)
        return seen

    with desk.screen.scene("Upscaling") as show:
        ended = follow(read, lambda seen: not seen.is_open, lambda _seen: None, desk.patience)
    if ended.counts.succeeded < ended.counts.total or not ended.counts.total:
        refuse_missing(desk.client.videos(job_of(task)), wanted, ended.failure)


class _Shown:
    """Joins the newest videos with the newest counts."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self._wanted = wanted
        self._videos: list[Video] = []
        self._counts = Counts()

    def update(self, page: VideoPage | None, task: Task | None, show: ShowScene) -> None:
        if page is not None:
            self._videos = [video for video in page.videos if video.video_id in self._wanted]
            self._counts = counts_of(self._videos)
        if page is not None or task is not None:
            show(videos_scene(self._videos, self._counts))


def counts_of(videos: Sequence[Video]) -> Counts:
    """Count renditions by state."""
    found = [video.rendition.status.value for video in videos if video.rendition]
    return Counts(total=len(videos), **{state: found.count(state) for state in set(found)})


def refuse_missing(videos: Sequence[Video], wanted: frozenset[str], failure: Failure | None) -> None:
    """Raise Unfinished that names each wanted take without a 4K version."""
    missing = [video for video in videos if video.video_id in wanted and not video.has_4k]
    if not missing:
        return
    raise Unfinished(
        f"{len(missing)} of {len(wanted)} takes are not upscaled.",
        code="not_upscaled",
        advice="Start the upscaling again, or take them at 720p.",
        problems=[_why(video, failure) for video in missing],
    )


def _why(video: Video, failure: Failure | None) -> Failure:
    told = video.rendition.failure if video.rendition else None
    state = video.rendition.status if video.rendition else Status.PENDING
    found = told or failure or Failure(code=state, detail=f"It is {state}.")
    return found.model_copy(update={"subject": video.video_id})
