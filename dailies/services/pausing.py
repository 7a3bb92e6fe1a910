"""Pausing a job and going on with it: what is in work ends by itself, nothing else is begun or bought."""

from dailies.domain.errors import Conflict
from dailies.domain.ids import JobId, Owner
from dailies.domain.job import Job, Task
from dailies.domain.status import ACTIVE_TASK, JobStatus, TaskStatus
from dailies.services.app import App
from dailies.services.launching import start_execution

_THERE = frozenset(JobStatus) - {JobStatus.DELETING}


def pause_job(app: App, owner: Owner, job: JobId) -> Job:
    """Let no further container of a job start and none of its workers take on more; its open tasks end as paused."""
    head = app.store.jobs.get(owner, job)
    open_tasks = [task for task in app.store.tasks.of_job(owner, job) if task.status in ACTIVE_TASK]
    if not open_tasks:
        raise Conflict(
            "Nothing of this job is under way.",
            code="nothing_to_pause",
            subject=job,
            advice="Start it first; of a job that is done there is nothing to pause.",
        )
    paused = app.store.jobs.change(head, {"paused": True}, expected=_THERE)
    if not head.paused:
        app.store.timeline.add(owner, job, "job.paused", job)
    for task in open_tasks:
        _take_out_of_the_queue(app, task, reason="paused by the user")
    return paused


def resume_job(app: App, owner: Owner, job: JobId) -> Job:
    """Go on with a job; one that is not paused stays as it is."""
    head = app.store.jobs.get(owner, job)
    resumed = app.store.jobs.change(head, {"paused": None}, expected=_THERE)
    if head.paused:
        app.store.timeline.add(owner, job, "job.resumed", job)
    for task in app.store.tasks.of_job(owner, job):
        if task.status is TaskStatus.PAUSED:
            resume_task(app, task)
    return resumed


def resume_task(app: App, task: Task) -> bool:
    """Begin a paused task's next execution; False where somebody else did."""
    try:
        again = app.store.tasks.resume(task)
    except Conflict:
        return False
    start_execution(app, again)
    return True


def set_priority(app: App, owner: Owner, job: JobId, priority: int) -> Job:
    """Change what is worked on first: its containers that have not started queue up again at the new priority."""
    head = app.store.jobs.get(owner, job)
    changed = app.store.jobs.change(head, {"priority": priority}, expected=_THERE)
    for task in app.store.tasks.of_job(owner, job):
        if task.status in ACTIVE_TASK and task.priority != priority:
            app.store.tasks.note(task, {"priority": priority})
            _take_out_of_the_queue(app, task, reason="its priority changed")
    return changed


def _take_out_of_the_queue(app: App, task: Task, *, reason: str) -> None:
    """End containers that were asked for and have not started; Batch lets those that have go on.

    Each is reported as ended like any other: the round is answered, and the next one queues up anew or is turned away.
    """
    for batch in app.store.tasks.batches(task.owner, task.task_id):
        if batch.token and batch.batch_job:
            app.aws.batch.cancel_job(jobId=batch.batch_job, reason=reason)
