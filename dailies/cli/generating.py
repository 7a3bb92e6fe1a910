"""Follows a generate task to its end."""

from dailies.cli.answers import Job, Started
from dailies.cli.desk import Desk
from dailies.cli.errors import Unfinished
from dailies.cli.rows import items_scene
from dailies.cli.waiting import follow
from dailies.domain.failure import Failure
from dailies.domain.status import Status

_SHOWN = 20
_LOST = (Status.FAILED, Status.CANCELLED, Status.BLOCKED)


def await_takes(desk: Desk, job: str, started: Started) -> Job:
    """Wait until the task has ended, showing every item; give the job with all its items."""

    def is_over(seen: Job) -> bool:
        task = seen.task(started.task_id or "")
        return task is not None and not task.is_open

    with desk.screen.scene("Generating") as show:
        follow(desk.client.watched_job(job), is_over, lambda seen: show(items_scene(seen)), desk.patience)
    return desk.client.job(job)


def failures(job: Job) -> list[Failure]:
    """Say of each item without takes why, under its number and image."""
    return [
        (item.failure or Failure(code=item.status, detail=f"It is {item.status}.")).model_copy(
            update={"subject": f"{item.number} {item.image.name}"}
        )
        for item in job.items
        if item.status in _LOST
    ]


def refuse_losses(job: Job) -> None:
    """Raise Unfinished if any item has not succeeded, naming each with its reason."""
    lost = failures(job)
    if not lost:
        return
    good = len(job.items) - len(lost)
    raise Unfinished(
        f"{len(lost)} of {len(job.items)} items have no takes.",
        code="items_failed",
        advice=_advice(job, good, lost),
        problems=lost[:_SHOWN],
    )


def _advice(job: Job, good: int, lost: list[Failure]) -> str:
    retry = f"`dailies retry {job.job_id}` tries again what may work then. " if _helps(lost) else ""
    deliver = f"`dailies download --job {job.job_id}` delivers the other {good}." if good else ""
    return (retry + deliver).strip() or "Change what is said of each item, and run again."


def _helps(lost: list[Failure]) -> bool:
    return any(failure.retryable for failure in lost)
