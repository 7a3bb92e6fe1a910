"""A paused job: what is in work ends by itself, nothing else begins, nothing is lost, and it goes on when told."""

from collections.abc import Iterator
from typing import Any

import pytest
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from dailies.domain.errors import Conflict, NotFound
from dailies.domain.exits import Exit
from dailies.domain.ids import Owner
from dailies.domain.job import Job, Task
from dailies.domain.retry import Settlement
from dailies.domain.rounds import Next
from dailies.domain.status import JobStatus, Status, TaskStatus
from dailies.services.app import App
from dailies.services.batch_work import BatchWork
from dailies.services.cancelling import cancel_job
from dailies.services.jobs import delete_job
from dailies.services.launching import execution_arn
from dailies.services.orchestration import collect, container_ended, finish, plan, submit
from dailies.services.pausing import pause_job, resume_job, set_priority
from dailies.services.reconciling import RESTARTS, reconcile
from dailies.store.tasks import BatchRecord
from tests.local_batch.served import Served
from tests.services.executions import end_execution, executions_of, forget_execution
from tests.services.hands import Hands
from tests.services.scenes import begun, claimed, events, items_of, planned, run_of, settle_all, submitted
from tests.store.makers import make_job

pytestmark = pytest.mark.usefixtures("alone")

Answers = list[tuple[str, str]]


def head(app: App, job: Job) -> Job:
    return app.store.jobs.get(job.owner, job.job_id)


def now(app: App, task: Task) -> Task:
    return app.store.tasks.get(task.owner, task.task_id)


def record_of(app: App, task: Task) -> BatchRecord:
    return app.store.tasks.batch(task.owner, task.task_id, 0)


def statuses(app: App, job: Job) -> list[Status]:
    return [item.status for item in items_of(app, job)]


def set_aside(app: App, job: Job, items: int = 2) -> Task:
    """A task that a pause brought to its end, as the state machine does it."""
    task = planned(app, job, items)
    pause_job(app, job.owner, job.job_id)
    submit(app, run_of(task), task.task_id)
    collect(app, run_of(task))
    end_execution(app, execution_arn(app, now(app, task)), "SUCCEEDED")
    return finish(app, task.owner, task.task_id)


def test_given_nothing_under_way_when_paused_then_it_says_so(app: App, draft: Job) -> None:
    with pytest.raises(Conflict) as caught:
        pause_job(app, draft.owner, draft.job_id)
    assert (caught.value.failure.code, head(app, draft).paused) == ("nothing_to_pause", False)


def test_given_anothers_job_when_paused_then_it_is_not_there_and_goes_on(app: App, draft: Job) -> None:
    planned(app, draft)
    with pytest.raises(NotFound):
        pause_job(app, Owner("stranger"), draft.job_id)
    assert not head(app, draft).paused


def test_given_a_pause_when_paused_again_then_it_is_told_once(app: App, draft: Job) -> None:
    planned(app, draft)
    for _ in range(2):
        assert pause_job(app, draft.owner, draft.job_id).paused
    assert events(app, draft).count("job.paused") == 1


def test_given_a_paused_job_when_a_round_is_submitted_then_it_is_answered_and_no_container_is_asked_for(
    app: App, draft: Job, answers: Answers
) -> None:
    task = planned(app, draft)
    pause_job(app, draft.owner, draft.job_id)
    submit(app, run_of(task), "token")
    assert (answers, record_of(app, task).batch_job) == ([("token", "the job is paused")], None)


def test_given_a_container_that_waits_in_the_queue_when_paused_then_it_never_starts(
    app: App, draft: Job, batch: Served
) -> None:
    submitted(app, app.store.jobs.add(make_job(draft.owner)))  # holds, or waits for, the account's browser
    task, _ = submitted(app, draft)
    pause_job(app, draft.owner, draft.job_id)
    ended = batch.wait_for(str(record_of(app, task).batch_job))
    assert (ended["status"], "startedAt" in ended) == ("FAILED", False)


def test_given_a_paused_job_when_a_worker_looks_then_nothing_is_due_and_it_ends_well(
    app: App, draft: Job, answers: Answers
) -> None:
    task, run = submitted(app, draft)
    pause_job(app, draft.owner, draft.job_id)
    work = BatchWork(app, run)
    assert (work.due(), work.close(), answers) == ([], Exit.SETTLED, [(task.task_id, "PAUSED")])


def test_given_a_worker_that_was_told_to_stop_when_paused_then_it_gives_its_work_back(
    app: App, draft: Job
) -> None:
    _, run = submitted(app, draft)
    pause_job(app, draft.owner, draft.job_id)
    work = BatchWork(app, run)
    work.stop.set()
    assert work.close() is Exit.GIVE_BACK


def test_given_an_item_in_work_when_paused_then_its_worker_may_finish_it(app: App, draft: Job) -> None:
    planned(app, draft)
    held = claimed(app, draft)
    pause_job(app, draft.owner, draft.job_id)
    app.store.units.settle(held, Settlement(status=Status.SUCCEEDED))
    assert statuses(app, draft) == [Status.SUCCEEDED]


def test_given_items_left_when_a_paused_round_is_collected_then_the_batch_waits_for_no_other_round(
    app: App, draft: Job
) -> None:
    task, run = submitted(app, draft, items=2)
    pause_job(app, draft.owner, draft.job_id)
    container_ended(app, run, ended="PAUSED")
    assert (collect(app, run).next, now(app, task).held) == (Next.DONE, True)


def test_given_items_left_when_the_run_of_a_paused_job_ends_then_nothing_failed_and_the_task_is_open(
    app: App, draft: Job
) -> None:
    task = set_aside(app, draft)
    assert (task.status, statuses(app, draft)) == (TaskStatus.PAUSED, [Status.QUEUED] * 2)
    assert (head(app, draft).status, head(app, draft).active_task) == (JobStatus.RUNNING, task.task_id)


def test_given_a_timed_retry_when_paused_then_it_keeps_its_time_and_its_tries(app: App, draft: Job) -> None:
    task = planned(app, draft)
    later = app.clock().replace(microsecond=0)
    app.store.units.settle(
        claimed(app, draft), Settlement(status=Status.WAITING, retry_at=later, tries=2, crashes=1)
    )
    pause_job(app, draft.owner, draft.job_id)
    collect(app, run_of(task))
    finish(app, task.owner, task.task_id)
    [item] = items_of(app, draft)
    assert (item.status, item.retry_at, item.tries, item.crashes) == (Status.WAITING, later, 2, 1)


def test_given_an_item_whose_worker_is_gone_when_set_aside_then_somebody_else_may_have_it(
    app: App, draft: Job
) -> None:
    task = planned(app, draft, 2)
    claimed(app, draft)
    app.store.tasks.note(task, {"held": True})
    pause_job(app, draft.owner, draft.job_id)
    finish(app, task.owner, task.task_id, error="the map failed")
    assert statuses(app, draft) == [Status.QUEUED] * 2


def test_given_a_job_that_is_paused_before_it_is_planned_then_nothing_is_run_and_nothing_fails(
    app: App, draft: Job
) -> None:
    task = begun(app, draft, 2)
    pause_job(app, draft.owner, draft.job_id)
    assert plan(app, task.owner, task.task_id) == []
    assert (finish(app, task.owner, task.task_id).status, statuses(app, draft)) == (
        TaskStatus.PAUSED,
        [Status.QUEUED] * 2,
    )


def test_given_a_task_set_aside_when_resumed_then_its_next_execution_works_through_what_is_left(
    app: App, draft: Job
) -> None:
    task = set_aside(app, draft)
    assert not resume_job(app, draft.owner, draft.job_id).paused
    assert executions_of(app, task.task_id) == [task.task_id, f"{task.task_id}-x1"]
    assert plan(app, task.owner, task.task_id) == [0]
    submit(app, run_of(task), "token")
    assert record_of(app, task).batch_job is not None
    settle_all(app, draft)
    assert (finish(app, task.owner, task.task_id).status, head(app, draft).status) == (
        TaskStatus.SUCCEEDED,
        JobStatus.DONE,
    )


def test_given_a_job_that_is_not_paused_when_resumed_then_it_is_as_before(app: App, draft: Job) -> None:
    task = planned(app, draft)
    resume_job(app, draft.owner, draft.job_id)
    assert (now(app, task).status, executions_of(app, task.task_id)) == (TaskStatus.RUNNING, [task.task_id])


def test_given_a_job_resumed_while_its_run_was_ending_when_reconciled_then_it_goes_on(
    app: App, draft: Job, hands: Hands
) -> None:
    task, run = submitted(app, draft)
    pause_job(app, draft.owner, draft.job_id)
    collect(app, run)
    resume_job(app, draft.owner, draft.job_id)
    finish(app, task.owner, task.task_id)
    hands.move(seconds=30)
    reconcile(app)
    assert (now(app, task).status, statuses(app, draft)) == (TaskStatus.PENDING, [Status.QUEUED])


def test_given_a_long_pause_when_reconciled_then_nothing_moves(app: App, draft: Job, hands: Hands) -> None:
    task = set_aside(app, draft)
    hands.move(days=30)
    for _ in range(3):
        reconcile(app)
    assert now(app, task) == task


def test_given_many_pauses_when_an_execution_is_lost_afterwards_then_it_is_begun_again(
    app: App, draft: Job, hands: Hands
) -> None:
    task = set_aside(app, draft)
    for _ in range(RESTARTS):
        resume_job(app, draft.owner, draft.job_id)
        plan(app, task.owner, task.task_id)
        pause_job(app, draft.owner, draft.job_id)
        collect(app, run_of(task))
        finish(app, task.owner, task.task_id)
    resume_job(app, draft.owner, draft.job_id)
    plan(app, task.owner, task.task_id)
    forget_execution(app, execution_arn(app, now(app, task)))
    hands.move(seconds=30)
    reconcile(app)
    assert (now(app, task).status, now(app, task).restarts) == (TaskStatus.PENDING, RESTARTS + 2)


def test_given_the_last_item_done_while_paused_when_the_run_ends_then_the_job_is_as_any_other(
    app: App, draft: Job
) -> None:
    task = planned(app, draft)
    pause_job(app, draft.owner, draft.job_id)
    settle_all(app, draft)
    collect(app, run_of(task))
    assert finish(app, task.owner, task.task_id).status is TaskStatus.SUCCEEDED
    assert (head(app, draft).status, head(app, draft).paused) == (JobStatus.DONE, False)


@pytest.fixture
def strict(app: App) -> Iterator[None]:
    """Refuse to stop an execution that has ended, which moto does not mind."""

    def refuse(**_: Any) -> Any:
        error = {"Code": "ValidationException", "Message": "Execution is not running"}
        return AWSResponse("", 400, HTTPHeaders(), None), {"Error": error, "ResponseMetadata": {}}

    event = "before-call.stepfunctions.StopExecution"
    app.aws.states.meta.events.register(event, refuse)
    yield
    app.aws.states.meta.events.unregister(event, refuse)


@pytest.mark.usefixtures("strict")
def test_given_a_task_set_aside_when_its_job_is_cancelled_then_all_is_terminal_and_no_pause_is_left(
    app: App, draft: Job
) -> None:
    set_aside(app, draft)
    [task] = cancel_job(app, draft.owner, draft.job_id)
    assert (task.status, statuses(app, draft)) == (TaskStatus.CANCELLED, [Status.CANCELLED] * 2)
    assert (head(app, draft).status, head(app, draft).paused) == (JobStatus.CANCELLED, False)


def test_given_a_task_set_aside_when_its_job_is_deleted_then_it_is_gone(app: App, draft: Job) -> None:
    set_aside(app, draft)
    delete_job(app, draft.owner, draft.job_id)
    with pytest.raises(NotFound):
        head(app, draft)


def test_given_a_container_that_waits_in_the_queue_when_the_priority_changes_then_it_queues_up_again(
    app: App, draft: Job, batch: Served, answers: Answers
) -> None:
    submitted(app, app.store.jobs.add(make_job(draft.owner)))
    task, run = submitted(app, draft)
    first = str(record_of(app, task).batch_job)
    assert set_priority(app, draft.owner, draft.job_id, 7).priority == 7
    container_ended(app, run, ended=batch.wait_for(first)["status"])
    verdict = collect(app, run)
    submit(app, run_of(task, round_number=verdict.round), "token")
    again = batch.detail(str(record_of(app, task).batch_job))
    assert (verdict.seconds, answers[0][1], again["schedulingPriority"]) == (0, "FAILED", 7)


def test_given_the_priority_that_a_job_has_when_set_again_then_its_containers_keep_their_place(
    app: App, draft: Job, batch: Served
) -> None:
    task, _ = submitted(app, draft)
    set_priority(app, draft.owner, draft.job_id, draft.priority)
    assert batch.detail(str(record_of(app, task).batch_job))["status"] != "FAILED"
