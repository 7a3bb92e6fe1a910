"""Writing a task and starting its execution, under one name, once."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dailies.domain.errors import Conflict, LimitReached
from dailies.domain.ids import JobId, Owner, TaskId, task_id
from dailies.domain.job import Job, Scope, Task
from dailies.domain.options import Quality, Resolution, TaskKind
from dailies.domain.status import JobStatus, TaskStatus
from dailies.services.app import App, logger
from dailies.store import keys
from dailies.store.conditions import equals, one_of
from dailies.store.jobs import unedited
from dailies.store.table import Superseded
from dailies.telemetry.context import correlation
from dailies.telemetry.emf import emit
from dailies.telemetry.metrics import sample

SETTLED = frozenset(
    {JobStatus.DRAFT, JobStatus.DONE, JobStatus.FAILED, JobStatus.CANCELLED, JobStatus.BLOCKED}
)
READABLE = SETTLED | {JobStatus.RUNNING}


def next_task_id(job: Job, kind: TaskKind) -> TaskId:
    """Name the task that the job would begin now; two requests that see the same job name the same task."""
    return task_id(job.job_id, kind, job.tasks + 1)


def begun_before(app: App, owner: Owner, job: JobId, request: str | None) -> Task | None:
    """Find the task that an earlier try of the same request began, and start it if that try did not."""
    if request is None:
        return None
    tasks = app.store.tasks.of_job(owner, job)
    found = next((task for task in tasks if task.request == request), None)
    if found and found.status is TaskStatus.PENDING and found.execution is None:
        return start_execution(app, found)
    return found


def begin_task(
    app: App,
    job: Job,
    kind: TaskKind,
    *,
    request: str | None,
    asked_for: int,
    scope: Scope = Scope.CHOSEN,
    unit_ids: Sequence[str] = (),
    quality: Quality | None = None,
    resolution: Resolution | None = None,
    recover: bool = False,
    beside: Sequence[Mapping[str, Any]] = (),
) -> Task:
    """Write a task together with what it changes in its job (and `beside`), then start its execution."""
    refuse_overfilling(app, job.owner)
    moment = app.clock()
    task = Task(
        owner=job.owner,
        job_id=job.job_id,
        task_id=next_task_id(job, kind),
        kind=kind,
        scope=scope,
        unit_ids=tuple(unit_ids),
        quality=quality,
        resolution=resolution,
        recover=recover,
        priority=job.priority,
        request=request,
        correlation=correlation(),
        asked_for=asked_for,
        created_at=moment,
        updated_at=moment,
    )
    _write(app, job, task, beside)
    app.store.timeline.add(job.owner, job.job_id, "task.created", task.task_id)
    emit([sample("TasksStarted", kind=kind)])
    return start_execution(app, task)


def _write(app: App, job: Job, task: Task, beside: Sequence[Mapping[str, Any]]) -> None:
    generating = task.kind is TaskKind.GENERATE
    changes: dict[str, Any] = {"updated_at": app.clock()}
    if generating:
        changes |= {"status": JobStatus.RUNNING, "active_task": task.task_id}
    head = app.store.table.change_operation(
        keys.job(job.owner, job.job_id),
        changes,
        when=equals("tasks", job.tasks)
        & unedited(job)
        & one_of("status", SETTLED if generating else READABLE),
        raise_by={"tasks": 1},
    )
    try:
        app.store.table.transact(head, app.store.tasks.put_operation(task), *beside)
    except Superseded as refused:
        current = app.store.jobs.get(job.owner, job.job_id)
        raise Conflict(
            f"The job is {current.status}; it changed while this was asked for.",
            subject=job.job_id,
            retryable=current.status != JobStatus.RUNNING,
        ) from refused


def refuse_overfilling(app: App, owner: Owner) -> None:
    """Refuse a task when the owner has as many waiting as may be."""
    limit = app.settings.most_waiting_tasks
    waiting = sum(1 for _ in app.store.tasks.open_of(owner))
    if waiting >= limit:
        raise LimitReached(f"{limit} tasks are open already.", retry_after_seconds=60)


def start_execution(app: App, task: Task) -> Task:
    """Start the task's execution under the task's own name; one that is there already is as good.

    A start that fails leaves the task pending: the reconciler starts it within a minute.
    """
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - heavy

    name = _execution_name(task)
    payload = {"owner": task.owner, "job_id": task.job_id, "task_id": task.task_id}
    machine = app.settings.state_machine
    try:
        arn = app.aws.states.start_execution(
            stateMachineArn=machine, name=name, input=json.dumps(payload, sort_keys=True)
        )["executionArn"]
    except ClientError as error:
        if error.response["Error"]["Code"] != "ExecutionAlreadyExists":
            logger.warning("execution not started; the reconciler will", extra={"task_id": task.task_id})
            return task
        arn = execution_arn(app, task)
    except BotoCoreError:
        logger.warning("execution not started; the reconciler will", extra={"task_id": task.task_id})
        return task
    app.store.tasks.note(task, {"execution": arn})
    return task.model_copy(update={"execution": arn})


def execution_arn(app: App, task: Task) -> str:
    """Name the task's execution, also where nobody came to note that it was started."""
    if task.execution:
        return task.execution
    return f"{app.settings.state_machine.replace(':stateMachine:', ':execution:')}:{_execution_name(task)}"


def _execution_name(task: Task) -> str:
    return f"{task.task_id}-x{task.restarts}" if task.restarts else task.task_id
