"""Stopping: the execution, its containers, its open units; nothing is left that works or costs."""

from dailies.domain.ids import JobId, Owner, TaskId
from dailies.domain.job import Task, fold
from dailies.domain.options import TaskKind
from dailies.domain.status import ACTIVE_TASK, TERMINAL, TaskStatus
from dailies.services.app import App
from dailies.services.finding import task_units
from dailies.services.launching import execution_arn
from dailies.services.orchestration import end_pause, fold_job
from dailies.telemetry.emf import emit
from dailies.telemetry.metrics import sample

AT_ONCE = 2000
"""Units cancelled within the request; 30 s is an HTTP API's limit, and the reconciler does the rest."""


def cancel_job(app: App, owner: Owner, job: JobId) -> list[Task]:
    """Cancel every open or blocked task of a job; a draft with none is left as it is."""
    app.store.jobs.get(owner, job)
    stoppable = ACTIVE_TASK | {TaskStatus.BLOCKED}
    stopped = [task for task in app.store.tasks.of_job(owner, job) if task.status in stoppable]
    return [cancel_task(app, owner, task.task_id) for task in stopped]


def cancel_task(app: App, owner: Owner, task_id: TaskId) -> Task:
    """Cancel a task: it is terminal when this returns, unless it has thousands of units."""
    task = app.store.tasks.get(owner, task_id)
    if task.status is TaskStatus.BLOCKED:
        return _cancel_units(app, task)  # its execution is over
    if task.status is not TaskStatus.CANCELLING:
        task = app.store.tasks.move(task, TaskStatus.CANCELLING)
        app.store.timeline.add(owner, task.job_id, "task.cancelling", task_id)
    return finish_cancelling(app, task)


def finish_cancelling(app: App, task: Task) -> Task:
    """Do, or go on with, the stopping of a task; every step can be repeated."""
    _stop_execution(app, task)
    terminate_batches(app, task, reason="cancelled by the user")
    return _cancel_units(app, task)


def _cancel_units(app: App, task: Task) -> Task:
    open_units = [unit for unit in task_units(app, task) if unit.status not in TERMINAL]
    for unit in open_units[:AT_ONCE]:
        app.store.units.cancel(unit)
    if len(open_units) > AT_ONCE:
        return task
    return _close(app, task)


def _close(app: App, task: Task) -> Task:
    counts = fold(unit.status for unit in task_units(app, task))
    if task.kind is TaskKind.GENERATE:
        fold_job(app, task, ended=True)
    ended = app.store.tasks.move(task, TaskStatus.CANCELLED, {"counts": counts})
    app.store.timeline.add(task.owner, task.job_id, "task.cancelled", task.task_id)
    emit([sample("TasksEnded", kind=task.kind, outcome=ended.status)])
    end_pause(app, task)
    return ended


def _stop_execution(app: App, task: Task) -> None:
    from botocore.exceptions import ClientError  # noqa: PLC0415 - heavy

    try:
        app.aws.states.stop_execution(executionArn=execution_arn(app, task), cause="cancelled by the user")
    except ClientError as error:
        # The second is said of an execution that has ended, as that of a paused task has.
        if error.response["Error"]["Code"] not in {"ExecutionDoesNotExist", "ValidationException"}:
            raise


def terminate_batches(app: App, task: Task, *, reason: str) -> None:
    """End the task's containers: stopping an execution with callbacks does not stop what it waits for."""
    for batch in app.store.tasks.batches(task.owner, task.task_id):
        if batch.batch_job:
            app.aws.batch.terminate_job(jobId=batch.batch_job, reason=reason)
