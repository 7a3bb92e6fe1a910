"""Cancelling and deleting: terminal in every state, and nothing left that works, costs or lies about."""

import pytest

from dailies.domain.errors import Conflict, NotFound
from dailies.domain.job import Job
from dailies.domain.options import Quality, TaskKind
from dailies.domain.retry import Settlement
from dailies.domain.status import JobStatus, Status, TaskStatus
from dailies.services import cancelling
from dailies.services.app import App
from dailies.services.cancelling import cancel_job, cancel_task
from dailies.services.finishing import upscale
from dailies.services.generating import retry_job
from dailies.services.jobs import delete_job
from dailies.services.launching import execution_arn
from dailies.services.orchestration import finish
from tests.local_batch.served import Served
from tests.services.scenes import (
    begun,
    claimed,
    events,
    filled,
    items_of,
    objects_of,
    planned,
    settle_all,
    submitted,
)
from tests.store.makers import make_video

pytestmark = pytest.mark.usefixtures("alone")


def job_now(app: App, job: Job) -> Job:
    return app.store.jobs.get(job.owner, job.job_id)


def test_given_a_task_not_planned_yet_when_cancelled_then_the_job_is_a_draft_again(
    app: App, draft: Job
) -> None:
    task = begun(app, draft)
    assert cancel_task(app, task.owner, task.task_id).status is TaskStatus.CANCELLED
    assert (job_now(app, draft).status, job_now(app, draft).active_task) == (JobStatus.DRAFT, None)


@pytest.mark.parametrize("state", [Status.QUEUED, Status.RUNNING, Status.WAITING, Status.BLOCKED])
def test_given_an_item_in_any_open_state_when_cancelled_then_it_is_terminal_at_once(
    app: App, draft: Job, state: Status
) -> None:
    planned(app, draft)
    if state is not Status.QUEUED:
        held = claimed(app, draft)
        if state is not Status.RUNNING:
            app.store.units.settle(held, Settlement(status=state))
    (task,) = cancel_job(app, draft.owner, draft.job_id)
    assert (task.status, items_of(app, draft)[0].status, job_now(app, draft).status) == (
        TaskStatus.CANCELLED,
        Status.CANCELLED,
        JobStatus.CANCELLED,
    )


def test_given_a_running_task_when_cancelled_then_its_execution_and_container_are_ended(
    app: App, draft: Job, batch: Served
) -> None:
    task, _ = submitted(app, draft)
    container = str(app.store.tasks.batch(task.owner, task.task_id, 0).batch_job)
    cancel_task(app, task.owner, task.task_id)
    execution = app.aws.states.describe_execution(executionArn=execution_arn(app, task))
    assert (execution["status"], batch.wait_for(container)["isTerminated"]) == ("ABORTED", True)


def test_given_good_takes_when_cancelled_then_they_stay_and_the_job_is_done(app: App, draft: Job) -> None:
    planned(app, draft, 2)
    first, _ = items_of(app, draft)
    app.store.units.settle(app.store.units.claim(first), Settlement(status=Status.SUCCEEDED))
    cancel_job(app, draft.owner, draft.job_id)
    assert [item.status for item in items_of(app, draft)] == [Status.SUCCEEDED, Status.CANCELLED]
    assert job_now(app, draft).status is JobStatus.DONE


def test_given_an_ended_task_when_cancelled_then_conflict_says_how_it_stands(app: App, draft: Job) -> None:
    task = planned(app, draft)
    settle_all(app, draft)
    finish(app, task.owner, task.task_id)
    with pytest.raises(Conflict, match="succeeded"):
        cancel_task(app, task.owner, task.task_id)


def test_given_a_blocked_job_when_cancelled_then_nobody_is_waited_for(app: App, draft: Job) -> None:
    task = planned(app, draft)
    settle_all(app, draft, Status.BLOCKED)
    finish(app, task.owner, task.task_id)
    cancel_job(app, draft.owner, draft.job_id)
    assert (job_now(app, draft).status, items_of(app, draft)[0].status) == (
        JobStatus.CANCELLED,
        Status.CANCELLED,
    )


def test_given_a_blocked_task_whose_items_run_elsewhere_when_cancelled_then_they_go_on(
    app: App, draft: Job
) -> None:
    older = planned(app, draft)
    settle_all(app, draft, Status.BLOCKED)
    finish(app, older.owner, older.task_id)
    newer = retry_job(app, draft.owner, draft.job_id)
    app.store.units.queue(items_of(app, draft)[0], newer.task_id)
    cancel_task(app, older.owner, older.task_id)
    assert (job_now(app, draft).active_task, items_of(app, draft)[0].status) == (
        newer.task_id,
        Status.QUEUED,
    )


def test_given_a_draft_when_cancelled_then_it_is_left_as_it_is(app: App, draft: Job) -> None:
    assert (cancel_job(app, draft.owner, draft.job_id), job_now(app, draft)) == ([], draft)


def test_given_a_cancelled_task_when_its_worker_settles_then_the_timeline_has_one_end(
    app: App, draft: Job
) -> None:
    task = planned(app, draft)
    cancel_task(app, task.owner, task.task_id)
    finish(app, task.owner, task.task_id, error="late")
    assert events(app, draft)[-2:] == ["task.cancelling", "task.cancelled"]


def test_given_an_upscaling_when_cancelled_then_the_job_stays_as_it_was(app: App, draft: Job) -> None:
    video = make_video(draft)
    app.store.videos.publish(video)
    task, _ = upscale(app, draft.owner, [video.video_id], Quality.FAST)
    assert task is not None
    cancel_task(app, task.owner, task.task_id)
    assert (task.kind, job_now(app, draft).status) == (TaskKind.UPSCALE, draft.status)


def test_given_a_full_job_when_deleted_then_no_object_and_no_row_is_left(app: App, draft: Job) -> None:
    filled(app, draft, 2)
    for kind in ("videos", "deliveries", "evidence"):
        app.objects.put(f"{kind}/{draft.owner}/{draft.job_id}/x", b"x", content_type="image/png")
    delete_job(app, draft.owner, draft.job_id)
    left = objects_of(app, draft, "uploads", "images", "prompts", "videos", "deliveries", "evidence")
    assert (left, list(app.store.jobs.rows(draft.owner, draft.job_id))) == ([], [])


def test_given_a_running_job_when_deleted_then_it_is_stopped_and_gone_for_its_owner(
    app: App, draft: Job, batch: Served
) -> None:
    task, _ = submitted(app, draft)
    container = str(app.store.tasks.batch(task.owner, task.task_id, 0).batch_job)
    delete_job(app, draft.owner, draft.job_id)
    assert batch.wait_for(container)["isTerminated"]
    with pytest.raises(NotFound):
        job_now(app, draft)
    assert [row["sk"] for row in app.store.jobs.rows(draft.owner, draft.job_id)] == ["JOB"]


def test_given_a_task_too_large_to_stop_at_once_when_its_job_is_deleted_then_conflict_and_all_is_there(
    app: App, draft: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(app, draft, 3)
    monkeypatch.setattr(cancelling, "AT_ONCE", 1)
    with pytest.raises(Conflict):
        delete_job(app, draft.owner, draft.job_id)
    assert len(items_of(app, draft)) == 3


def test_given_a_job_of_another_owner_when_deleted_then_it_stays(app: App, draft: Job) -> None:
    with pytest.raises(NotFound):
        delete_job(app, type(draft.owner)("stranger"), draft.job_id)
    assert job_now(app, draft) == draft
