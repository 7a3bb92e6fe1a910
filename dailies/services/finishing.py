"""Upscaling the takes that were picked: what is still to be done, and the task that does it."""

from collections.abc import Sequence

from pydantic import BaseModel, ConfigDict

from dailies.domain.errors import Conflict
from dailies.domain.ids import Owner, VideoId
from dailies.domain.job import Job, Task
from dailies.domain.options import Quality, TaskKind
from dailies.domain.status import ACTIVE_TASK, AT_REST, Status
from dailies.domain.units import Rendition, Video
from dailies.services.app import App
from dailies.services.finding import videos_of_one_job
from dailies.services.launching import begin_task, begun_before


class Sorted(BaseModel):
    """Videos by what upscaling would do with each."""

    model_config = ConfigDict(frozen=True)

    wanted: tuple[Video, ...]
    finished: tuple[VideoId, ...]
    """There at this quality already."""
    busy: tuple[VideoId, ...]
    """Being upscaled now."""


def upscale(
    app: App, owner: Owner, video_ids: Sequence[VideoId], quality: Quality, *, request: str | None = None
) -> tuple[Task | None, list[Video]]:
    """Start upscaling videos of one job, and give them; those there at this quality already are left out."""
    head, videos = videos_of_one_job(app, owner, video_ids)
    if begun := begun_before(app, owner, head.job_id, request):
        return begun, [video for video in videos if video.video_id in begun.unit_ids]
    found = _sort(app, head, videos, quality)
    if found.busy:
        raise Conflict("This video is being upscaled already.", subject=found.busy[0])
    if not found.wanted:
        return None, []
    for video in found.wanted:
        app.store.units.add_new(
            Rendition(owner=owner, job_id=head.job_id, video_id=video.video_id, updated_at=app.clock())
        )
    task = begin_task(
        app,
        head,
        TaskKind.UPSCALE,
        unit_ids=[video.video_id for video in found.wanted],
        quality=quality,
        request=request,
        asked_for=len(found.wanted),
    )
    return task, list(found.wanted)


def sort_for_upscaling(app: App, owner: Owner, video_ids: Sequence[VideoId], quality: Quality) -> Sorted:
    """Say what upscaling videos of one job would do; nothing is started."""
    head, videos = videos_of_one_job(app, owner, video_ids)
    return _sort(app, head, videos, quality)


def _sort(app: App, job: Job, videos: Sequence[Video], quality: Quality) -> Sorted:
    renditions = {each.video_id: each for each in app.store.units.renditions(job.owner, job.job_id)}
    begun = _in_open_tasks(app, job)
    wanted: list[Video] = []
    finished: list[VideoId] = []
    busy: list[VideoId] = []
    for video in videos:
        rendition = renditions.get(video.video_id)
        if rendition is not None and _is_busy(rendition, begun):
            busy.append(video.video_id)
        elif rendition and rendition.status is Status.SUCCEEDED and rendition.quality is quality:
            finished.append(video.video_id)
        else:
            wanted.append(video)
    return Sorted(wanted=tuple(wanted), finished=tuple(finished), busy=tuple(busy))


def _is_busy(rendition: Rendition, begun: set[str]) -> bool:
    planned = rendition.status is Status.PENDING and rendition.video_id in begun
    return planned or rendition.status not in AT_REST


def _in_open_tasks(app: App, job: Job) -> set[str]:
    """Videos of upscaling tasks that may not have queued them yet."""
    tasks = app.store.tasks.of_job(job.owner, job.job_id)
    open_tasks = [task for task in tasks if task.kind is TaskKind.UPSCALE and task.status in ACTIVE_TASK]
    return {unit for task in open_tasks for unit in task.unit_ids}
