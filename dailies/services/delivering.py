"""Deliveries: building a ZIP of videos of one job, and finding those that were built."""

from collections.abc import Sequence
from datetime import datetime
from itertools import islice

from pydantic import BaseModel, ConfigDict

from dailies.domain.errors import Conflict, NotFound
from dailies.domain.ids import Owner, TaskId, VideoId
from dailies.domain.job import Job, Task
from dailies.domain.options import Resolution, TaskKind
from dailies.domain.retention import delivery_expiry
from dailies.domain.status import Status
from dailies.domain.units import Delivery, Video
from dailies.services.app import App
from dailies.services.finding import videos_of_one_job
from dailies.services.launching import begin_task, begun_before, next_task_id


class DeliveryView(BaseModel):
    """A ZIP with the job it is of, and a link as long as it is there."""

    model_config = ConfigDict(frozen=True)

    delivery: Delivery
    title: str
    expires_at: datetime | None
    """When it goes from storage; None until it is ready."""
    url: str | None


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
    head, videos = videos_of_one_job(app, owner, video_ids)
    if begun := begun_before(app, owner, head.job_id, request):
        return begun, app.store.units.delivery(owner, begun.task_id)
    if resolution is Resolution.UHD:
        _refuse_missing(app, owner, videos)
    task, moment = next_task_id(head, TaskKind.DELIVER), app.clock()
    delivery = Delivery(
        owner=owner,
        job_id=head.job_id,
        task_id=task,
        folder=folder,
        resolution=resolution,
        video_ids=tuple(video.video_id for video in videos),
        status=Status.QUEUED,
        created_at=moment,
        updated_at=moment,
    )
    begun = begin_task(
        app,
        head,
        TaskKind.DELIVER,
        unit_ids=[task],
        resolution=resolution,
        beside=[app.store.deliveries.put_operation(delivery, task)],
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


def list_deliveries(
    app: App, owner: Owner, *, after: str | None, limit: int
) -> tuple[list[DeliveryView], bool]:
    """Read a page of an owner's deliveries, newest first, and tell whether there are more."""
    page = list(islice(app.store.deliveries.newest(owner, after=after), limit + 1))
    jobs = app.store.jobs.those(owner, [delivery.job_id for delivery in page])
    shown = [_view(app, each, jobs.get(each.job_id)) for each in page[:limit]]
    return shown, len(page) > limit


def read_delivery(app: App, owner: Owner, task: TaskId) -> DeliveryView:
    """Read a delivery, with a link once the ZIP is there."""
    delivery = app.store.units.delivery(owner, task)
    if delivery.status is Status.SUCCEEDED and delivery.key is None:
        raise NotFound("The ZIP is not in storage any more.")
    return _view(app, delivery, app.store.jobs.those(owner, [delivery.job_id]).get(delivery.job_id))


def _view(app: App, delivery: Delivery, job: Job | None) -> DeliveryView:
    ready = delivery.key if delivery.status is Status.SUCCEEDED else None
    expires_at = delivery_expiry(delivery.updated_at) if ready else None
    url = None
    if ready and expires_at and expires_at > app.clock():
        url = app.links.download(ready, name=delivery.name, content_type="application/zip")
    # Its job is being deleted where there is none: the row goes in a moment too.
    return DeliveryView(delivery=delivery, title=job.title if job else "", expires_at=expires_at, url=url)
