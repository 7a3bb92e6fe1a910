"""What the state machine's steps do: each reads, asks a tested rule, and writes."""

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName, Owner, TaskId
from dailies.domain.job import Task, fold, task_status
from dailies.domain.options import TaskKind
from dailies.domain.retry import Settlement
from dailies.domain.rounds import Next, Verdict, next_round
from dailies.domain.spreading import Place, hindrance
from dailies.domain.status import ACTIVE_TASK, AT_REST, Status, TaskStatus
from dailies.domain.units import Unit
from dailies.services.accounts import read_account
from dailies.services.app import App
from dailies.services.finding import batch_units, task_units
from dailies.services.planning import handed_back, hold, plan_batches
from dailies.services.resuming import note_waiting
from dailies.settings import BatchRun
from dailies.store.tasks import BatchRecord
from dailies.telemetry.context import bind
from dailies.telemetry.emf import emit
from dailies.telemetry.metrics import sample
from dailies.telemetry.outcomes import settled

if TYPE_CHECKING:
    from mypy_boto3_batch.type_defs import SubmitJobRequestTypeDef

SHARE = "dailies"


def plan(app: App, owner: Owner, task_id: TaskId) -> list[int]:
    """Queue the task's units, cut them into batches, and give the batches' numbers; may be repeated."""
    task = _task(app, owner, task_id)
    if task.status is TaskStatus.PENDING:
        task = app.store.tasks.move(task, TaskStatus.RUNNING)
    if task.status is not TaskStatus.RUNNING:
        return []
    planned = plan_batches(app, task)
    if app.store.jobs.is_paused(owner, task.job_id):
        app.store.tasks.note(task, {"held": True})
        return []
    app.store.tasks.note(task, {"batches": len(planned)})
    app.store.timeline.add(owner, task.job_id, "task.started", task_id)
    return [record.batch for record in planned]


def submit(app: App, run: BatchRun, token: str) -> None:
    """Start the container of one round of one batch, and remember whom to answer."""
    owner, task_id = run.owner, TaskId(run.task)
    task = _task(app, owner, task_id)
    if task.status is not TaskStatus.RUNNING:
        answer(app, token, ended=f"the task is {task.status}")
        return
    if app.store.jobs.is_paused(owner, task.job_id):
        answer(app, token, ended="the job is paused")
        return
    seen = app.store.tasks.batch(owner, task_id, run.batch)
    if seen.account and (failure := _block_of(app, seen.account)):
        for unit in batch_units(app, owner, seen):
            hold(app, unit, failure)
        answer(app, token, ended="the account is blocked")
        return
    record = app.store.tasks.open_round(owner, seen, run.round, token)
    if record.batch_job is None:
        app.store.tasks.note_batch_job(owner, record, _submit_job(app, task, run, record.account))


def _task(app: App, owner: Owner, task_id: TaskId) -> Task:
    task = app.store.tasks.get(owner, task_id)
    bind(correlation_id=task.correlation)
    return task


def _block_of(app: App, name: AccountName) -> Failure | None:
    place = Place(name, needs_account=True, account=name)
    return hindrance(place, {name: read_account(app, name)})


def _submit_job(app: App, task: Task, run: BatchRun, account: AccountName | None) -> str:
    settings = app.settings
    generating = task.kind is TaskKind.GENERATE
    known = run.model_copy(update={"account": account, "correlation": task.correlation})
    environment = known.environment()
    request: SubmitJobRequestTypeDef = {
        "jobName": f"{task.task_id}-b{run.batch}-r{run.round}",
        "jobQueue": settings.automation_queue if generating else settings.media_queue,
        "jobDefinition": settings.automation_job if generating else settings.media_job,
        "shareIdentifier": SHARE,
        "schedulingPriorityOverride": task.priority,
        "containerOverrides": {
            "environment": [{"name": name, "value": text} for name, text in environment.items()]
        },
    }
    if account and settings.flow_resource:
        browser = settings.flow_resource + account
        request["consumableResourcePropertiesOverride"] = {
            "consumableResourceList": [{"consumableResource": browser, "quantity": 1}]
        }
    return app.aws.batch.submit_job(**request)["jobId"]


def answer(app: App, token: str, *, ended: str) -> None:
    """Wake the state machine; an execution that is over does not care."""
    from botocore.exceptions import ClientError  # noqa: PLC0415 - heavy

    try:
        app.aws.states.send_task_success(taskToken=token, output=json.dumps({"ended": ended}))
    except ClientError as error:
        if error.response["Error"]["Code"] not in {"TaskTimedOut", "TaskDoesNotExist", "InvalidToken"}:
            raise


def container_ended(app: App, run: BatchRun, *, ended: str) -> bool:
    """Answer for a container that is gone, unless it answered itself; tell whether that was needed."""
    token = app.store.tasks.take_token(run.owner, TaskId(run.task), run.batch, run.round)
    if token is None:
        return False
    answer(app, token, ended=ended)
    return True


def collect(app: App, run: BatchRun) -> Verdict:
    """Read what became of a batch's units, take those that a dead worker held back, and say what is next."""
    record = app.store.tasks.batch(run.owner, TaskId(run.task), run.batch)
    _end_silent_container(app, run, record)
    task = _task(app, run.owner, TaskId(run.task))
    if task.status is not TaskStatus.RUNNING:
        # A stopped execution may still get here; its units can be in the hands of the next task's worker.
        return Verdict(next=Next.DONE, round=run.round)
    for unit in batch_units(app, run.owner, record):
        if unit.status is Status.RUNNING:
            app.store.units.leave(unit, handed_back(unit))
    units = batch_units(app, run.owner, record)
    if task.kind is TaskKind.GENERATE:
        fold_job(app, task, ended=False)
    verdict = next_round(units, round_number=run.round, now=app.clock())
    if verdict.next is Next.RETRY and app.store.jobs.is_paused(task.owner, task.job_id):
        app.store.tasks.note(task, {"held": True})
        return Verdict(next=Next.DONE, round=run.round)
    return verdict


def _end_silent_container(app: App, run: BatchRun, record: BatchRecord) -> None:
    """A token that nobody took means that the step timed out: the container must not go on unheard."""
    token = app.store.tasks.take_token(run.owner, TaskId(run.task), run.batch, run.round)
    if token and record.batch_job:
        app.aws.batch.terminate_job(jobId=record.batch_job, reason="no sign of life")


def finish(app: App, owner: Owner, task_id: TaskId, *, error: str | None = None) -> Task:
    """Fold the units into the task and the job; may be repeated."""
    task = _task(app, owner, task_id)
    if task.status not in {TaskStatus.PENDING, TaskStatus.RUNNING}:
        return task
    left_over = [unit for unit in task_units(app, task) if unit.status not in AT_REST]
    if task.held and left_over:
        return _set_aside(app, task, left_over)
    for unit in left_over:
        fate = Settlement(status=Status.FAILED, failure=_left_over(error))
        if app.store.units.leave(unit, fate):
            emit(settled(unit, fate))
    counts = fold(unit.status for unit in task_units(app, task))
    # The task stays open until its job is let go of: whoever repeats this comes by both again.
    if task.kind is TaskKind.GENERATE:
        fold_job(app, task, ended=True)
    # One that was never planned has no units, and may only fail.
    to = task_status(counts) if task.status is TaskStatus.RUNNING else TaskStatus.FAILED
    why = {"failure": _left_over(error)} if error and to is not TaskStatus.SUCCEEDED else {}
    ended = app.store.tasks.move(task, to, {"counts": counts, **why})
    app.store.timeline.add(owner, task.job_id, f"task.{ended.status}", task_id)
    emit([sample("TasksEnded", kind=task.kind, outcome=ended.status)])
    end_pause(app, task)
    return ended


def _set_aside(app: App, task: Task, left_over: Sequence[Unit]) -> Task:
    """Let a task stand still without an execution: a pause may last longer than one can live."""
    for unit in left_over:
        if unit.status is Status.RUNNING:
            app.store.units.leave(unit, handed_back(unit))
    if task.kind is TaskKind.GENERATE:
        fold_job(app, task, ended=False)
    app.store.tasks.forget_batches(task)
    paused = app.store.tasks.move(task, TaskStatus.PAUSED)
    app.store.timeline.add(task.owner, task.job_id, "task.paused", task.task_id)
    return paused


def end_pause(app: App, ended: Task) -> None:
    """Let the job of a task that ended be as any other, once none of its tasks is left to pause."""
    owner, job = ended.owner, ended.job_id
    if not app.store.jobs.is_paused(owner, job):
        return
    if not any(task.status in ACTIVE_TASK for task in app.store.tasks.of_job(owner, job)):
        app.store.jobs.end_pause(owner, job)


def fold_job(app: App, task: Task, *, ended: bool) -> None:
    """Count the job's items; `ended` = this task lets go of the job."""
    items = app.store.units.items(task.owner, task.job_id)
    counts = fold(item.status for item in items)
    if ended:
        note_waiting(app, task.owner, task.job_id, blocked=counts.blocked)
    app.store.jobs.fold(task.owner, task.job_id, counts, ended=task.task_id if ended else None)


def _left_over(error: str | None) -> Failure:
    return Failure(
        code="run_ended",
        detail=f"The run ended before this was done{': ' + error[:300] if error else ''}.",
        charged=None,
        retryable=True,
        advice="Retry it; what was paid for is looked for first.",
    )
