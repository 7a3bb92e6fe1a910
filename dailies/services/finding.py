"""Which units a task is about, and which videos a request is."""

from collections.abc import Iterator, Sequence

from dailies.domain.errors import InvalidInput, NotFound
from dailies.domain.ids import Owner, VideoId, job_of
from dailies.domain.job import Job, Scope, Task
from dailies.domain.units import Unit, Video
from dailies.services.app import App
from dailies.store.tasks import BatchRecord


def candidates(app: App, task: Task) -> Iterator[Unit]:
    """Read the units that a task may take on: those it names, else every item of its job."""
    if task.scope is Scope.CHOSEN:
        return (app.store.units.get(task.owner, unit) for unit in task.unit_ids)
    return iter(app.store.units.items(task.owner, task.job_id))


def task_units(app: App, task: Task) -> Iterator[Unit]:
    """Read the units that were put into a task."""
    return (unit for unit in candidates(app, task) if unit.task_id == task.task_id)


def batch_units(app: App, owner: Owner, batch: BatchRecord) -> list[Unit]:
    """Read a batch's units in order, without those that a later task has taken on."""
    units = (app.store.units.get(owner, unit) for unit in batch.unit_ids)
    return [unit for unit in units if unit.task_id == batch.task_id]


def videos_of_one_job(app: App, owner: Owner, video_ids: Sequence[VideoId]) -> tuple[Job, list[Video]]:
    """Read videos with their job; raises InvalidInput `several_jobs`, or NotFound for the first that is not there."""
    jobs = {job_of(video) for video in video_ids}
    if len(jobs) != 1:
        raise InvalidInput("The videos are of several jobs; ask for each job by itself.", code="several_jobs")
    seen = video_ids[0]
    try:
        head = app.store.jobs.get(owner, jobs.pop())
        return head, [app.store.videos.get(owner, seen := video) for video in video_ids]
    except NotFound as missing:
        raise NotFound("There is no such video.", subject=seen) from missing
