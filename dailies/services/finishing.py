"""What comes after generating: picking videos, upscaling them, delivering them."""

from collections.abc import Sequence
from itertools import islice

from pydantic import BaseModel, ConfigDict

from dailies.domain.errors import Conflict, InvalidInput, NotFound
from dailies.domain.ids import JobId, Owner, TaskId, VideoId, job_of
from dailies.domain.job import Job, Task
from dailies.domain.options import Quality, Resolution, TaskKind
from dailies.domain.status import ACTIVE_TASK, AT_REST, Status
from dailies.domain.units import Delivery, Rendition, Video
from dailies.services.app import App
from dailies.services.launching import begin_task, begun_before, next_task_id
from dailies.store import keys
from dailies.store.rows import to_row


class VideoView(BaseModel):
    """A video with its 4K rendition and short-lived links."""

    model_config = ConfigDict(frozen=True)

    video: Video
    rendition: Rendition | None
    url: str
    thumbnail_url: str | None
    rendition_url: str | None


def list_videos(
    app: App, owner: Owner, job: JobId, *, after: VideoId | None, limit: int
) -> tuple[list[VideoView], bool]:
    """Read a page of a job's videos, and tell whether there are more."""
    app.store.jobs.get(owner, job)
    page = list(islice(app.store.videos.of_job(owner, job, after=after), limit + 1))
    renditions = {rendition.video_id: rendition for rendition in app.store.units.renditions(owner, job)}
    shown = [_view(app, video, renditions.get(video.video_id)) for video in page[:limit]]
    return shown, len(page) > limit


def read_video(app: App, owner: Owner, video: VideoId) -> VideoView:
    """Read one video."""
    return _view(app, app.store.videos.get(owner, video), app.store.units.rendition(owner, video))


def _view(app: App, video: Video, rendition: Rendition | None) -> VideoView:
    ready = rendition.key if rendition and rendition.status is Status.SUCCEEDED else None
    return VideoView(
        video=video,
        rendition=rendition,
        url=app.links.download(video.media.key),
        thumbnail_url=app.links.download(video.thumbnail_key) if video.thumbnail_key else None,
        rendition_url=app.links.download(ready) if ready else None,
    )


def select_video(app: App, owner: Owner, video: VideoId, *, selected: bool) -> VideoView:
    """Pick or unpick a video."""
    app.store.videos.change(owner, video, {"selected": selected})
    return read_video(app, owner, video)


def upscale(
    app: App, owner: Owner, video_ids: Sequence[VideoId], quality: Quality, *, request: str | None = None
) -> tuple[Task | None, list[Video]]:
    """Start upscaling videos of one job, and give them; those there at this quality already are left out."""
    head, videos = _of_one_job(app, owner, video_ids)
    if begun := begun_before(app, owner, head.job_id, request):
        return begun, [video for video in videos if video.video_id in begun.unit_ids]
    wanted = _without_finished(app, head, videos, quality)
    if not wanted:
        return None, []
    for video in wanted:
        app.store.units.add_new(
            Rendition(owner=owner, job_id=head.job_id, video_id=video.video_id, updated_at=app.clock())
        )
    chosen = [video.video_id for video in wanted]
    task = begin_task(
        app,
        head,
        TaskKind.UPSCALE,
        unit_ids=chosen,
        quality=quality,
        request=request,
        asked_for=len(wanted),
    )
    return task, wanted


def _without_finished(app: App, job: Job, videos: Sequence[Video], quality: Quality) -> list[Video]:
    renditions = {each.video_id: each for each in app.store.units.renditions(job.owner, job.job_id)}
    begun = _in_open_tasks(app, job)
    wanted = []
    for video in videos:
        rendition = renditions.get(video.video_id)
        if rendition is None:
            wanted.append(video)
            continue
        planned = rendition.status is Status.PENDING and video.video_id in begun
        if planned or rendition.status not in AT_REST:
            raise Conflict("This video is being upscaled already.", subject=video.video_id)
        if rendition.status is not Status.SUCCEEDED or rendition.quality is not quality:
            wanted.append(video)
    return wanted


def _in_open_tasks(app: App, job: Job) -> set[str]:
    """Videos of upscaling tasks that may not have queued them yet."""
    tasks = app.store.tasks.of_job(job.owner, job.job_id)
    open_tasks = [task for task in tasks if task.kind is TaskKind.UPSCALE and task.status in ACTIVE_TASK]
    return {unit for task in open_tasks for unit in task.unit_ids}


def deliver(
    app: App,
    owner: Owner,
    video_ids: Sequence[VideoId],
    *,
    folder: str,
    resolution: Resolution,
    request: str | None = None,
) -> tuple[Task, Delivery]:
    """Start building one ZIP of videos of one job; the same request again gives the same ZIP."""
    head, videos = _of_one_job(app, owner, video_ids)
    if begun := begun_before(app, owner, head.job_id, request):
        return begun, app.store.units.delivery(owner, begun.task_id)
    if resolution is Resolution.UHD:
        _refuse_missing(app, owner, videos)
    task = next_task_id(head, TaskKind.DELIVER)
    delivery = Delivery(
        owner=owner,
        job_id=head.job_id,
        task_id=task,
        folder=folder,
        resolution=resolution,
        video_ids=tuple(video.video_id for video in videos),
        status=Status.QUEUED,
        updated_at=app.clock(),
    )
    beside = app.store.table.put_operation(keys.delivery(owner, task), to_row(delivery))
    begun = begin_task(
        app,
        head,
        TaskKind.DELIVER,
        unit_ids=[task],
        resolution=resolution,
        beside=[beside],
        request=request,
        asked_for=1,
    )
    return begun, delivery


def _refuse_missing(app: App, owner: Owner, videos: Sequence[Video]) -> None:
    def lacks(video: Video) -> bool:
        rendition = app.store.units.rendition(owner, video.video_id)
        return rendition is None or rendition.status is not Status.SUCCEEDED

    missing = [video.video_id for video in videos if lacks(video)]
    if missing:
        raise Conflict(
            f"{len(missing)} of the videos are not upscaled: {', '.join(missing[:5])}.",
            code="not_upscaled",
            advice="Upscale them first, or ask for 720p.",
        )


def _of_one_job(app: App, owner: Owner, video_ids: Sequence[VideoId]) -> tuple[Job, list[Video]]:
    jobs = {job_of(video) for video in video_ids}
    if len(jobs) != 1:
        raise InvalidInput("The videos are of several jobs; ask for each job by itself.", code="several_jobs")
    seen = video_ids[0]
    try:
        head = app.store.jobs.get(owner, jobs.pop())
        return head, [app.store.videos.get(owner, seen := video) for video in video_ids]
    except NotFound as missing:
        raise NotFound("There is no such video.", subject=seen) from missing


def delivery_link(app: App, owner: Owner, task: TaskId) -> tuple[Delivery, str | None]:
    """Read a delivery, with a link once the ZIP is there."""
    delivery = app.store.units.delivery(owner, task)
    if delivery.status is not Status.SUCCEEDED:
        return delivery, None
    if delivery.key is None:
        raise NotFound("The ZIP is not in storage any more.")
    return delivery, app.links.download(delivery.key, name=delivery.name, content_type="application/zip")
