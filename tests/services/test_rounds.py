"""Rounds of a batch: submitted, answered once, collected, finished."""

import json
from datetime import timedelta

import pytest

from dailies.domain.ids import TaskId
from dailies.domain.job import Counts, Job
from dailies.domain.retry import Settlement
from dailies.domain.rounds import Next
from dailies.domain.status import JobStatus, Status, TaskStatus
from dailies.services.app import App
from dailies.services.generating import start_job
from dailies.services.orchestration import collect, container_ended, finish, submit
from tests.local_batch.served import Served
from tests.services.scenes import (
    begun,
    claimed,
    filled,
    items_of,
    planned,
    race,
    run_of,
    settle_all,
    submitted,
)
from tests.store.makers import make_failure, make_item

pytestmark = pytest.mark.usefixtures("alone")

Answers = list[tuple[str, str]]


def batch_jobs(batch: Served, task: TaskId) -> list[str]:
    """Name the Batch jobs of a task."""
    named = batch.client.list_jobs(
        jobQueue="automation", filters=[{"name": "JOB_NAME", "values": [f"{task}*"]}]
    )
    return sorted(job["jobName"] for job in named["jobSummaryList"])


def test_given_a_round_when_submitted_then_its_container_knows_which(
    app: App, draft: Job, batch: Served
) -> None:
    task, run = submitted(app, draft)
    record = app.store.tasks.batch(task.owner, task.task_id, 0)
    detail = batch.detail(str(record.batch_job))
    environment = {each["name"]: each["value"] for each in detail["container"]["environment"]}
    expected = run.model_copy(update={"account": "default"}).environment()
    assert (detail["jobName"], environment) == (f"{task.task_id}-b0-r1", expected)


def test_given_a_generating_round_when_submitted_then_it_waits_for_the_account(
    app: App, draft: Job, batch: Served
) -> None:
    task, _ = submitted(app, draft)
    record = app.store.tasks.batch(task.owner, task.task_id, 0)
    needs = batch.detail(str(record.batch_job))["consumableResourceProperties"]
    assert needs == {"consumableResourceList": [{"consumableResource": "flow-default", "quantity": 1}]}


def test_given_a_round_when_submitted_again_then_one_container_and_the_newer_token(
    app: App, draft: Job, batch: Served
) -> None:
    task, run = submitted(app, draft)
    submit(app, run, "newer")
    assert app.store.tasks.batch(task.owner, task.task_id, 0).token == "newer"
    assert batch_jobs(batch, task.task_id) == [f"{task.task_id}-b0-r1"]


def test_given_the_next_round_when_submitted_then_it_has_a_container_of_its_own(
    app: App, draft: Job, batch: Served
) -> None:
    task, _ = submitted(app, draft)
    submit(app, run_of(task, round_number=2), "second")
    assert batch_jobs(batch, task.task_id) == [f"{task.task_id}-b0-r{number}" for number in (1, 2)]


def test_given_a_cancelled_task_when_submitted_then_it_is_answered_and_nothing_starts(
    app: App, draft: Job, batch: Served, answers: Answers
) -> None:
    task = planned(app, draft)
    app.store.tasks.move(task, TaskStatus.CANCELLING)
    submit(app, run_of(task), "token")
    assert (answers, batch_jobs(batch, task.task_id)) == (
        [("token", "the task is cancelling")],
        [],
    )


def test_given_a_container_that_ended_when_many_hear_of_it_then_the_token_is_answered_once(
    app: App, draft: Job, answers: Answers
) -> None:
    task, run = submitted(app, draft)
    needed = race(lambda: container_ended(app, run, ended="FAILED"))
    assert (needed.count(True), needed.count(False)) == (1, 15)
    assert answers == [(task.task_id, "FAILED")]


def test_given_an_older_round_when_it_ends_then_the_newer_token_stays(
    app: App, draft: Job, answers: Answers
) -> None:
    task, run = submitted(app, draft)
    submit(app, run_of(task, round_number=2), "second")
    assert not container_ended(app, run, ended="FAILED")
    assert (answers, app.store.tasks.batch(task.owner, task.task_id, 0).token) == ([], "second")


def test_given_a_dead_worker_when_collected_then_its_item_is_queued_with_a_crash(
    app: App, draft: Job
) -> None:
    _, run = submitted(app, draft)
    claimed(app, draft)
    verdict = collect(app, run)
    (item,) = items_of(app, draft)
    assert (item.status, item.crashes, item.lease_until) == (Status.QUEUED, 1, None)
    assert (verdict.next, verdict.seconds, verdict.round) == (Next.RETRY, 0, 2)


def test_given_a_dead_worker_when_collected_then_its_item_shows_no_stage(app: App, draft: Job) -> None:
    _, run = submitted(app, draft)
    app.store.units.report(claimed(app, draft), stage="generate", progress=40)
    collect(app, run)
    (item,) = items_of(app, draft)
    assert (item.stage, item.progress) == (None, 0)


def test_given_three_dead_workers_when_collected_then_the_item_is_set_aside_and_its_neighbour_is_not(
    app: App, draft: Job
) -> None:
    _, run = submitted(app, draft, 2)
    for _ in range(3):
        claimed(app, draft)
        collect(app, run)
    poison, neighbour = items_of(app, draft)
    assert poison.failure is not None
    assert (poison.status, poison.failure.code) == (Status.FAILED, "worker_crashed")
    assert (neighbour.status, neighbour.crashes) == (Status.QUEUED, 0)


def test_given_waiting_items_when_collected_then_the_seconds_until_all_are_due(app: App, draft: Job) -> None:
    _, run = submitted(app, draft, 2)
    for item, minutes in zip(items_of(app, draft), (1, 3), strict=True):
        retry_at = app.clock() + timedelta(minutes=minutes)
        waits = Settlement(status=Status.WAITING, retry_at=retry_at, tries=1)
        app.store.units.settle(app.store.units.claim(item), waits)
    verdict = collect(app, run)
    assert (verdict.next, verdict.seconds, verdict.round) == (Next.RETRY, 180, 2)


def test_given_a_settled_batch_when_collected_then_done(app: App, draft: Job) -> None:
    _, run = submitted(app, draft)
    settle_all(app, draft)
    assert collect(app, run).next is Next.DONE


def test_given_a_batch_when_collected_then_the_job_is_counted_and_still_runs(app: App, draft: Job) -> None:
    _, run = submitted(app, draft)
    settle_all(app, draft)
    collect(app, run)
    job = app.store.jobs.get(draft.owner, draft.job_id)
    assert (job.counts.succeeded, job.status) == (1, JobStatus.RUNNING)


def test_given_a_token_that_nobody_took_when_collected_then_the_silent_container_is_ended(
    app: App, draft: Job, batch: Served
) -> None:
    task, run = submitted(app, draft)
    job = str(app.store.tasks.batch(task.owner, task.task_id, 0).batch_job)
    collect(app, run)
    assert batch.wait_for(job)["isTerminated"]


def test_given_93_good_and_7_failed_when_finished_then_done_with_7_failed(app: App, draft: Job) -> None:
    task = begun(app, draft)
    app.store.tasks.move(task, TaskStatus.RUNNING)
    statuses = [Status.SUCCEEDED] * 93 + [Status.FAILED] * 7
    made = (
        make_item(draft, number, status, task_id=task.task_id) for number, status in enumerate(statuses, 1)
    )
    app.store.units.add(*made)
    ended = finish(app, task.owner, task.task_id)
    job = app.store.jobs.get(draft.owner, draft.job_id)
    assert (ended.status, job.status, job.active_task) == (TaskStatus.SUCCEEDED, JobStatus.DONE, None)
    assert ended.counts == job.counts == Counts(total=100, succeeded=93, failed=7)


def test_given_items_left_over_when_finished_then_they_failed_for_a_reason_that_a_retry_helps(
    app: App, draft: Job
) -> None:
    task = planned(app, draft)
    claimed(app, draft)
    finish(app, task.owner, task.task_id, error="States.Timeout")
    (item,) = items_of(app, draft)
    assert item.failure is not None
    assert (item.status, item.failure.code, item.failure.retryable) == (Status.FAILED, "run_ended", True)
    assert "States.Timeout" in item.failure.detail


def test_given_an_error_when_finished_then_the_task_says_which(app: App, draft: Job) -> None:
    task = planned(app, draft)
    ended = finish(app, task.owner, task.task_id, error="States.Timeout")
    assert ended.failure is not None
    assert (ended.status, "States.Timeout" in ended.failure.detail) == (TaskStatus.FAILED, True)


def test_given_blocked_items_when_finished_then_they_wait_for_a_person(app: App, draft: Job) -> None:
    task = planned(app, draft)
    settle_all(app, draft, Status.BLOCKED)
    ended = finish(app, task.owner, task.task_id)
    job = app.store.jobs.get(draft.owner, draft.job_id)
    assert (ended.status, job.status) == (TaskStatus.BLOCKED, JobStatus.BLOCKED)


def test_given_a_finished_task_when_finished_again_then_nothing_changes(app: App, draft: Job) -> None:
    task = planned(app, draft)
    settle_all(app, draft)
    finish(app, task.owner, task.task_id)
    before = list(app.store.jobs.rows(draft.owner, draft.job_id))
    finish(app, task.owner, task.task_id, error="again")
    assert list(app.store.jobs.rows(draft.owner, draft.job_id)) == before


def test_given_a_task_that_could_not_be_planned_when_finished_then_it_failed_and_the_job_is_a_draft(
    app: App, draft: Job
) -> None:
    task = begun(app, draft)
    ended = finish(app, task.owner, task.task_id, error="Lambda.Unknown")
    job = app.store.jobs.get(draft.owner, draft.job_id)
    assert (ended.status, job.status, job.active_task) == (TaskStatus.FAILED, JobStatus.DRAFT, None)


def test_given_a_task_that_could_not_be_planned_when_its_job_is_started_again_then_it_runs(
    app: App, draft: Job
) -> None:
    first = start_job(app, draft.owner, filled(app, draft).job_id)
    finish(app, first.owner, first.task_id, error="Lambda.Unknown")
    assert start_job(app, draft.owner, draft.job_id).task_id == f"{draft.job_id}-generate-2"


def test_given_a_death_between_job_and_task_when_finished_again_then_both_are_right(
    app: App, draft: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = planned(app, draft)
    settle_all(app, draft)

    def die(*_: object) -> None:
        raise ConnectionError("the function dies here")

    with monkeypatch.context() as patch:
        patch.setattr("dailies.store.tasks.Tasks.move", die)
        with pytest.raises(ConnectionError):
            finish(app, task.owner, task.task_id)
    ended = finish(app, task.owner, task.task_id)
    job = app.store.jobs.get(draft.owner, draft.job_id)
    assert (ended.status, job.status, job.active_task) == (TaskStatus.SUCCEEDED, JobStatus.DONE, None)


def test_given_a_late_finish_when_a_newer_task_has_the_job_then_the_job_stays_with_it(
    app: App, draft: Job
) -> None:
    older = planned(app, draft)
    settle_all(app, draft, Status.FAILED)
    newer = f"{draft.job_id}-generate-9"
    app.store.jobs.change(draft, {"active_task": newer}, expected=frozenset(JobStatus))
    finish(app, older.owner, older.task_id)
    job = app.store.jobs.get(draft.owner, draft.job_id)
    assert (job.status, job.active_task) == (JobStatus.RUNNING, newer)


def test_given_a_verdict_when_written_as_json_then_the_state_machine_can_branch_on_it(
    app: App, draft: Job
) -> None:
    _, run = submitted(app, draft)
    settle_all(app, draft)
    told = json.loads(collect(app, run).model_dump_json())
    assert told == {"next": "done", "seconds": 0, "round": 1}


def test_given_a_failure_that_was_waited_for_when_the_worker_dies_then_its_reason_stays(
    app: App, draft: Job
) -> None:
    _, run = submitted(app, draft)
    item = claimed(app, draft)
    waits = Settlement(status=Status.WAITING, failure=make_failure(), retry_at=app.clock(), tries=1)
    app.store.units.claim(app.store.units.settle(item, waits))
    collect(app, run)
    assert items_of(app, draft)[0].tries == 1
