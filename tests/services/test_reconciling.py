"""Every minute: whatever a lost event, a crash or a restart left in the air is brought to its end."""

from datetime import timedelta

import pytest

from dailies.domain.errors import SourceRejected
from dailies.domain.ids import TaskId, UploadId
from dailies.domain.job import Job, Task
from dailies.domain.status import JobStatus, Status, TaskStatus, UploadStatus
from dailies.services import cancelling, reconciling
from dailies.services.app import App
from dailies.services.cancelling import cancel_task
from dailies.services.jobs import delete_job
from dailies.services.launching import execution_arn
from dailies.services.orchestration import plan
from dailies.services.reconciling import RESTARTS, reconcile
from dailies.store import keys
from dailies.store.tasks import OPEN_TASKS
from dailies.store.uploads import OPEN_UPLOADS
from tests.local_batch.served import Served
from tests.services.executions import end_execution, executions_of, forget_execution
from tests.services.hands import Hands
from tests.services.scenes import (
    PICTURE,
    begun,
    claimed,
    elsewhere,
    events,
    items_of,
    judged,
    objects_of,
    planned,
    put,
    settle_all,
    slot,
    submitted,
)
from tests.store.makers import make_job, new_owner

pytestmark = pytest.mark.usefixtures("alone")


def again(app: App, task: Task) -> Task:
    """Read a task as it stands."""
    return app.store.tasks.get(task.owner, task.task_id)


def lose(app: App, task: Task) -> None:
    """Let the task's execution be forgotten by the place that ran it."""
    forget_execution(app, execution_arn(app, again(app, task)))


def test_given_a_task_written_but_never_started_when_reconciled_then_it_is_started_once(
    app: App, draft: Job, hands: Hands
) -> None:
    task = begun(elsewhere(app, state_machine=app.settings.state_machine + "-away"), draft)
    hands.move(seconds=30)
    for _ in range(2):
        reconcile(app)
    assert executions_of(app, draft.job_id) == [task.task_id]
    assert again(app, task).execution == execution_arn(app, task)


def test_given_a_task_just_written_when_reconciled_then_it_is_left_to_who_wrote_it(
    app: App, draft: Job
) -> None:
    begun(elsewhere(app, state_machine=app.settings.state_machine + "-away"), draft)
    assert (reconcile(app)["tasks"], executions_of(app, draft.job_id)) == (0, [])


def test_given_a_start_that_nobody_noted_when_reconciled_then_there_is_no_second_execution(
    app: App, draft: Job, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("dailies.store.tasks.Tasks.note", lambda *_: None)
        task = begun(app, draft)
    plan(app, task.owner, task.task_id)
    hands.move(seconds=30)
    assert reconcile(app)["failed"] == 0
    assert (executions_of(app, draft.job_id), again(app, task).restarts) == ([task.task_id], 0)


def test_given_a_lost_execution_when_reconciled_then_it_begins_again_under_the_next_name(
    app: App, draft: Job, hands: Hands
) -> None:
    task = planned(app, draft)
    lose(app, task)
    hands.move(seconds=30)
    reconcile(app)
    assert executions_of(app, draft.job_id) == [f"{task.task_id}-x1"]
    assert (again(app, task).status, events(app, draft)[-1]) == (TaskStatus.PENDING, "task.restarted")


@pytest.mark.parametrize("state", ["FAILED", "TIMED_OUT", "ABORTED"])
def test_given_an_execution_that_broke_off_when_reconciled_then_it_begins_again(
    app: App, draft: Job, hands: Hands, state: str
) -> None:
    task = planned(app, draft)
    end_execution(app, execution_arn(app, task), state)
    hands.move(seconds=30)
    reconcile(app)
    assert executions_of(app, draft.job_id) == [task.task_id, f"{task.task_id}-x1"]


def test_given_a_lost_execution_when_reconciled_then_its_containers_are_ended(
    app: App, draft: Job, hands: Hands, batch: Served
) -> None:
    task, _ = submitted(app, draft)
    container = str(app.store.tasks.batch(task.owner, task.task_id, 0).batch_job)
    lose(app, task)
    hands.move(seconds=30)
    reconcile(app)
    assert batch.wait_for(container)["isTerminated"]


def test_given_an_execution_lost_again_and_again_when_reconciled_then_the_task_fails_in_words(
    app: App, draft: Job, hands: Hands
) -> None:
    task = planned(app, draft)
    for _ in range(RESTARTS + 1):
        lose(app, task)
        hands.move(seconds=30)
        reconcile(app)
    ended = again(app, task)
    assert ended.failure is not None
    assert (ended.status, ended.restarts) == (TaskStatus.FAILED, RESTARTS)
    assert f"{RESTARTS} times" in ended.failure.detail
    assert app.store.jobs.get(draft.owner, draft.job_id).status is not JobStatus.RUNNING


def test_given_an_execution_that_ended_in_silence_when_reconciled_then_the_task_is_finished(
    app: App, draft: Job, hands: Hands
) -> None:
    task = planned(app, draft)
    settle_all(app, draft)
    end_execution(app, execution_arn(app, task), "SUCCEEDED")
    hands.move(seconds=30)
    reconcile(app)
    assert again(app, task).status is TaskStatus.SUCCEEDED


def test_given_an_execution_that_ended_before_planning_when_reconciled_then_the_task_failed(
    app: App, draft: Job, hands: Hands
) -> None:
    task = begun(app, draft)
    end_execution(app, execution_arn(app, task), "SUCCEEDED")
    hands.move(seconds=30)
    reconcile(app)
    assert again(app, task).status is TaskStatus.FAILED


def test_given_a_cancelling_that_was_interrupted_when_reconciled_then_it_is_done(
    app: App, draft: Job, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = planned(app, draft, 3)
    with monkeypatch.context() as patch:
        patch.setattr(cancelling, "AT_ONCE", 1)
        cancel_task(app, task.owner, task.task_id)
    hands.move(seconds=30)
    reconcile(app)
    assert (again(app, task).status, {item.status for item in items_of(app, draft)}) == (
        TaskStatus.CANCELLED,
        {Status.CANCELLED},
    )


def test_given_a_cancelling_that_died_before_its_end_when_reconciled_then_the_job_is_let_go_of(
    app: App, draft: Job, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    task = planned(app, draft)

    def die(*_: object) -> None:
        raise ConnectionError("the function dies here")

    with monkeypatch.context() as patch:
        patch.setattr(cancelling, "_close", die)
        with pytest.raises(ConnectionError):
            cancel_task(app, task.owner, task.task_id)
    hands.move(seconds=30)
    reconcile(app)
    job = app.store.jobs.get(draft.owner, draft.job_id)
    assert (again(app, task).status, job.status, job.active_task) == (
        TaskStatus.CANCELLED,
        JobStatus.CANCELLED,
        None,
    )


def test_given_a_file_whose_event_was_lost_when_reconciled_then_it_has_a_verdict(
    app: App, draft: Job, hands: Hands
) -> None:
    upload = slot(app, draft, "a.png")
    put(app, upload, PICTURE)
    hands.move(seconds=30)
    assert (reconcile(app)["uploads"], judged(app, upload).status) == (1, UploadStatus.ACCEPTED)


def test_given_a_slot_never_used_when_a_day_has_passed_then_it_is_closed_in_words(
    app: App, draft: Job, hands: Hands
) -> None:
    upload = slot(app, draft, "a.png")
    hands.move(hours=25)
    reconcile(app)
    failure = judged(app, upload).verdict.failure
    assert failure is not None
    assert (failure.code, failure.subject) == ("never_arrived", "a.png")


def test_given_a_slot_not_used_yet_when_less_than_a_day_has_passed_then_it_waits(
    app: App, draft: Job, hands: Hands
) -> None:
    upload = slot(app, draft, "a.png")
    hands.move(hours=23)
    assert (reconcile(app)["uploads"], judged(app, upload).status) == (0, UploadStatus.REQUESTED)


def test_given_a_file_that_no_look_survives_when_a_day_has_passed_then_it_is_refused(
    app: App, draft: Job, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    upload = slot(app, draft, "a.png")
    put(app, upload, PICTURE)

    def crash(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr("dailies.services.judging._look", crash)
    hands.move(hours=1)
    assert reconcile(app)["failed"] == 1
    hands.move(hours=24)
    reconcile(app)
    failure = judged(app, upload).verdict.failure
    assert failure is not None
    assert (failure.code, reconcile(app)["failed"]) == ("check_failed", 0)


def test_given_a_deletion_that_was_interrupted_when_reconciled_then_it_is_done(
    app: App, draft: Job, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(app, slot(app, draft, "a.png"), PICTURE)

    def die(*_: object, **__: object) -> None:
        raise ConnectionError("the function dies here")

    with monkeypatch.context() as patch:
        patch.setattr("dailies.store.jobs.Jobs.erase", die)
        with pytest.raises(ConnectionError):
            delete_job(app, draft.owner, draft.job_id)
    hands.move(minutes=4)
    assert reconcile(app)["erased"] == 1
    assert list(app.store.jobs.rows(draft.owner, draft.job_id)) == []


def test_given_a_container_that_published_after_the_deletion_when_reconciled_then_that_goes_too(
    app: App, draft: Job, hands: Hands
) -> None:
    planned(app, draft)
    delete_job(app, draft.owner, draft.job_id)
    late = f"videos/{draft.owner}/{draft.job_id}/{draft.job_id}-00001-1-1/720p.mp4"
    app.objects.put(late, b"take", content_type="video/mp4")
    hands.move(minutes=4)
    reconcile(app)
    assert objects_of(app, draft, "videos") == []
    assert list(app.store.jobs.rows(draft.owner, draft.job_id)) == []


def test_given_a_frozen_worker_when_its_lease_has_expired_then_its_container_is_ended(
    app: App, draft: Job, hands: Hands, batch: Served
) -> None:
    task, _ = submitted(app, draft)
    claimed(app, draft)
    container = str(app.store.tasks.batch(task.owner, task.task_id, 0).batch_job)
    hands.move(minutes=6)
    assert reconcile(app)["tasks"] == 1
    assert batch.wait_for(container)["isTerminated"]


def test_given_a_worker_that_reports_when_reconciled_then_its_container_goes_on(
    app: App, draft: Job, hands: Hands, batch: Served
) -> None:
    task, _ = submitted(app, draft)
    unit = claimed(app, draft)
    hands.move(minutes=4)
    app.store.units.report(unit, stage="generate", progress=50)
    hands.move(minutes=4)
    reconcile(app)
    container = str(app.store.tasks.batch(task.owner, task.task_id, 0).batch_job)
    assert not batch.detail(container)["isTerminated"]


@pytest.mark.parametrize(("hours", "left"), [(23, 1), (25, 0)])
def test_given_a_multipart_upload_when_older_than_a_day_then_it_is_aborted(
    app: App, draft: Job, hours: int, left: int
) -> None:
    key = f"uploads/{draft.owner}/{draft.job_id}/part"
    app.objects.client.create_multipart_upload(Bucket=app.objects.bucket, Key=key)
    begun_at = app.objects.client.list_multipart_uploads(Bucket=app.objects.bucket)["Uploads"][0]["Initiated"]
    # moto gives every multipart upload one and the same beginning, so the clock is set by it.
    later = App(app.settings, lambda: begun_at + timedelta(hours=hours))
    vars(later)["aws"] = app.aws
    reconcile(later)
    listed = app.objects.client.list_multipart_uploads(Bucket=app.objects.bucket).get("Uploads", [])
    assert [upload["Key"] for upload in listed].count(key) == left


def test_given_records_that_cannot_be_read_when_reconciled_then_the_others_are_still_seen(
    app: App, draft: Job, hands: Hands
) -> None:
    task = begun(elsewhere(app, state_machine=app.settings.state_machine + "-away"), draft)
    broken = {"owner": "a", "active_sk": "a"}
    task_key = keys.task(draft.owner, TaskId(f"{draft.job_id}-generate-0"))
    app.store.table.put_new(task_key, {**broken, "active_pk": OPEN_TASKS})
    upload_key = keys.upload(draft.owner, draft.job_id, UploadId("broken"))
    app.store.table.put_new(upload_key, {**broken, "active_pk": OPEN_UPLOADS})
    hands.move(seconds=30)
    reconcile(app)
    assert executions_of(app, draft.job_id) == [task.task_id]


def test_given_a_task_that_cannot_be_helped_when_reconciled_then_the_others_still_are(
    app: App, draft: Job, hands: Hands, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = app.store.jobs.add(make_job(new_owner()))
    lost = [planned(app, job) for job in (draft, other)]
    for task in lost:
        lose(app, task)
    end = cancelling.terminate_batches

    def end_some(where: App, task: Task, *, reason: str) -> None:
        if task.task_id == lost[0].task_id:
            raise SourceRejected("cannot be")
        end(where, task, reason=reason)

    monkeypatch.setattr(reconciling, "terminate_batches", end_some)
    hands.move(seconds=30)
    reconcile(app)
    assert [executions_of(app, job.job_id) for job in (draft, other)] == [[], [f"{lost[1].task_id}-x1"]]
