"""What is under way or waits, over all of an owner's jobs."""

from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict

from dailies.domain.ids import Owner
from dailies.domain.job import Counts, Job, Scope, Task, fold, percent_done
from dailies.domain.options import TaskKind
from dailies.domain.status import Status
from dailies.domain.units import Unit
from dailies.services.app import App
from dailies.services.finding import task_units
from dailies.services.jobs import COUNTED_LIVE

MOST_TASKS = 100
COUNTED_TASKS = 20
"""The oldest are counted from their units; the others, which mostly wait, as they were last written down."""


class QueuedTask(BaseModel):
    """One open task with its job."""

    model_config = ConfigDict(frozen=True)

    task: Task
    job: Job
    progress: int
    """Percent of the units' work."""


def list_queue(app: App, owner: Owner) -> list[QueuedTask]:
    """Read an owner's open tasks, oldest first."""
    tasks = sorted(app.store.tasks.open_of(owner), key=lambda task: (task.created_at, task.task_id))
    jobs = app.store.jobs.those(owner, [task.job_id for task in tasks[:MOST_TASKS]])
    queue = [(task, jobs[task.job_id]) for task in tasks[:MOST_TASKS] if task.job_id in jobs]
    return [_queued(app, task, job, live=place < COUNTED_TASKS) for place, (task, job) in enumerate(queue)]


def _queued(app: App, task: Task, job: Job, *, live: bool) -> QueuedTask:
    whole_job = task.kind is TaskKind.GENERATE and task.scope is not Scope.CHOSEN
    if whole_job and job.counts.total > COUNTED_LIVE:
        return _shown(task, job, job.counts)
    units = list(_units(app, task)) if live else []
    running = sum(unit.progress for unit in units if unit.status is Status.RUNNING)
    return _shown(task, job, fold(unit.status for unit in units) if live else task.counts, running)


def _shown(task: Task, job: Job, counts: Counts, running: int = 0) -> QueuedTask:
    # Before it is planned, a task has no units yet.
    total = max(counts.total, task.asked_for)
    progress = percent_done(counts.model_copy(update={"total": total}), running)
    return QueuedTask(task=task.model_copy(update={"counts": counts}), job=job, progress=progress)


def _units(app: App, task: Task) -> Iterable[Unit]:
    if task.kind is not TaskKind.UPSCALE:
        return task_units(app, task)
    renditions = app.store.units.renditions(task.owner, task.job_id)
    return (rendition for rendition in renditions if rendition.task_id == task.task_id)
