"""What runs every minute: it brings to an end whatever a lost event, a crash or a restart left in the air."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from dailies.domain.errors import Conflict, DailiesError
from dailies.domain.ids import JobId, Owner
from dailies.domain.job import Task
from dailies.domain.status import TaskStatus, UploadStatus
from dailies.domain.upload import Upload, Verdict
from dailies.services.accounts import list_accounts
from dailies.services.announcing import announce_drops
from dailies.services.app import App, logger
from dailies.services.cancelling import finish_cancelling, terminate_batches
from dailies.services.finding import batch_units
from dailies.services.jobs import erase_job
from dailies.services.judging import decide, never_arrived, place_of, uncheckable
from dailies.services.launching import execution_arn, start_execution
from dailies.services.orchestration import finish
from dailies.services.pausing import resume_task
from dailies.services.receiving import receive
from dailies.services.resuming import resume_jobs
from dailies.telemetry.context import bound

SETTLING = timedelta(seconds=20)
"""Younger things are in somebody's hands: an API call writes a task and starts it within this time."""
STOPPED = timedelta(minutes=3)
"""After this a container that was told to stop is gone: it is killed within two minutes."""
UPLOAD_KEPT = timedelta(hours=24)
MULTIPART_KEPT = timedelta(days=1)
RESTARTS = 3


def reconcile(app: App) -> dict[str, int]:
    """Go through everything open; one that fails never keeps the others from being looked at."""
    names = ("tasks", "uploads", "drops", "resumed", "erased", "aborted", "failed")
    steps = dict.fromkeys(names, 0)
    for task in list(app.store.tasks.open()):
        with bound(job_id=task.job_id, task_id=task.task_id, correlation_id=task.correlation):
            _attempt(steps, "tasks", partial(_reconcile_task, app, task))
    for upload in list(app.store.uploads.open()):
        with bound(job_id=upload.job_id, upload_id=upload.upload_id):
            _attempt(steps, "uploads", partial(_reconcile_upload, app, upload))
    _attempt(steps, "drops", partial(announce_drops, app))
    for account in list_accounts(app):
        _attempt(steps, "resumed", partial(resume_jobs, app, account))
    for owner, job in list(app.store.jobs.deleting(before=app.clock() - STOPPED)):
        _attempt(steps, "erased", partial(_erase, app, owner, job))
    _attempt(steps, "aborted", partial(app.objects.abort_stale_multiparts, app.clock() - MULTIPART_KEPT))
    return steps


def _attempt(steps: dict[str, int], name: str, step: Callable[[], int]) -> None:
    try:
        steps[name] += step()
    except DailiesError:
        logger.info("left for the next minute", exc_info=True)
    except Exception:  # noqa: BLE001 - one bad record must not stop the others
        logger.exception("could not be reconciled")
        steps["failed"] += 1


def _erase(app: App, owner: Owner, job: JobId) -> bool:
    erase_job(app, owner, job)
    return True


def _reconcile_task(app: App, seen: Task) -> bool:
    task = app.store.tasks.get(seen.owner, seen.task_id)
    if app.clock() - task.updated_at < SETTLING:
        return False
    if task.status is TaskStatus.CANCELLING:
        finish_cancelling(app, task)
        return True
    if task.status is TaskStatus.PAUSED:
        # Resumed while its execution was still coming to its end, or by a request that was cut off.
        return not app.store.jobs.is_paused(task.owner, task.job_id) and resume_task(app, task)
    if task.status is TaskStatus.PENDING and task.execution is None:
        start_execution(app, task)
        return True
    return _reconcile_execution(app, task)


def _reconcile_execution(app: App, task: Task) -> bool:
    state = execution_state(app, task)
    if state == "RUNNING":
        return _end_frozen(app, task)
    if state == "SUCCEEDED":
        finish(app, task.owner, task.task_id, error="the run ended without saying so")
        return True
    return _restart(app, task, state)


def _end_frozen(app: App, task: Task) -> bool:
    """End containers that still run but let a lease expire: they are frozen, or cut off from the table."""
    frozen = False
    for batch in app.store.tasks.batches(task.owner, task.task_id):
        if batch.token is None or batch.batch_job is None:
            continue
        units = batch_units(app, task.owner, batch)
        if any(unit.lease_until is not None and unit.lease_until < app.clock() for unit in units):
            app.aws.batch.terminate_job(jobId=batch.batch_job, reason="no sign of life")
            frozen = True
    return frozen


def _restart(app: App, task: Task, state: str) -> bool:
    """Begin a lost execution again from the units: what they reached stays reached."""
    terminate_batches(app, task, reason="its run was lost")
    if task.restarts - task.resumes >= RESTARTS:
        finish(app, task.owner, task.task_id, error=f"the run was lost {RESTARTS} times")
        return True
    try:
        again = app.store.tasks.restart(task)
    except Conflict:
        return False
    logger.warning("execution begun again", extra={"task_id": task.task_id, "state": state})
    app.store.timeline.add(task.owner, task.job_id, "task.restarted", task.task_id)
    start_execution(app, again)
    return True


def execution_state(app: App, task: Task) -> str:
    """Ask how the task's execution stands; `LOST` where the place that ran it has forgotten it."""
    from botocore.exceptions import ClientError  # noqa: PLC0415 - heavy

    try:
        return app.aws.states.describe_execution(executionArn=execution_arn(app, task))["status"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ExecutionDoesNotExist":
            return "LOST"
        raise


def _reconcile_upload(app: App, upload: Upload) -> bool:
    age = app.clock() - upload.updated_at
    if age < SETTLING:
        return False
    key = place_of(upload)
    arrived = app.objects.facts(key) is not None
    if age >= UPLOAD_KEPT:
        verdict = Verdict(failure=uncheckable(upload) if arrived else never_arrived(upload))
        return decide(app, upload, UploadStatus.REJECTED, verdict)
    if arrived:
        receive(app, key)
    return arrived
