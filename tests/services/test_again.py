"""Trying again: only what it helps; another take of one item, with the takes it has left alone."""

import pytest

from dailies.domain.errors import Conflict, InvalidInput
from dailies.domain.job import Job
from dailies.domain.status import JobStatus, Status
from dailies.services.app import App
from dailies.services.generating import rerun_item, retry_job
from dailies.services.orchestration import plan
from tests.services.scenes import items_of, tasks_of
from tests.store.makers import make_failure, make_item, make_job, make_video

FINAL = make_failure().model_copy(update={"retryable": False, "code": "policy", "advice": "Reword it."})


@pytest.fixture
def done(app: App, draft: Job) -> Job:
    """A job that was generated: one good item with a take, one that a retry helps, one it does not."""
    app.store.units.add(
        make_item(draft, 1, Status.SUCCEEDED),
        make_item(draft, 2, Status.FAILED, failure=make_failure(), tries=5, crashes=2),
        make_item(draft, 3, Status.FAILED, failure=FINAL),
    )
    app.store.videos.publish(make_video(draft))
    return app.store.jobs.change(draft, {"status": JobStatus.DONE}, expected=frozenset(JobStatus))


def test_given_failures_when_retried_then_only_what_a_retry_helps_is_counted(app: App, done: Job) -> None:
    assert retry_job(app, done.owner, done.job_id).asked_for == 1


def test_given_failures_when_retried_then_the_item_begins_with_full_patience(app: App, done: Job) -> None:
    task = retry_job(app, done.owner, done.job_id)
    plan(app, task.owner, task.task_id)
    item = items_of(app, done)[1]
    assert (item.status, item.tries, item.crashes, item.failure) == (Status.QUEUED, 0, 0, None)


def test_given_nothing_that_a_retry_helps_when_retried_then_conflict_and_no_task(
    app: App, draft: Job
) -> None:
    app.store.units.add(
        make_item(draft, 1, Status.SUCCEEDED), make_item(draft, 2, Status.FAILED, failure=FINAL)
    )
    with pytest.raises(Conflict) as caught:
        retry_job(app, draft.owner, draft.job_id)
    assert (caught.value.failure.code, tasks_of(app, draft)) == ("nothing_to_retry", [])


def test_given_a_job_that_runs_when_retried_then_conflict(app: App, done: Job) -> None:
    retry_job(app, done.owner, done.job_id)
    with pytest.raises(Conflict, match="running"):
        retry_job(app, done.owner, done.job_id)


def test_given_an_edited_prompt_when_run_again_then_the_run_is_raised_and_the_prompt_new(
    app: App, done: Job
) -> None:
    rerun_item(app, done.owner, items_of(app, done)[0].item_id, prompt="A boat at dusk")
    item = items_of(app, done)[0]
    assert (item.run, item.prompt) == (2, "A boat at dusk")


def test_given_an_item_run_again_when_planned_then_it_alone_is_queued(app: App, done: Job) -> None:
    task = rerun_item(app, done.owner, items_of(app, done)[0].item_id, prompt="A boat at dusk")
    plan(app, task.owner, task.task_id)
    assert [item.status for item in items_of(app, done)] == [Status.QUEUED, Status.FAILED, Status.FAILED]


def test_given_an_item_run_again_when_planned_then_its_takes_stay(app: App, done: Job) -> None:
    task = rerun_item(app, done.owner, items_of(app, done)[0].item_id, prompt=None)
    plan(app, task.owner, task.task_id)
    (video,) = app.store.videos.of_job(done.owner, done.job_id)
    assert (video.video_id, video.prompt) == (make_video(done).video_id, "A boat on a lake")


def test_given_a_final_refusal_when_run_again_with_the_same_prompt_then_a_new_one_is_asked_for(
    app: App, done: Job
) -> None:
    with pytest.raises(InvalidInput) as caught:
        rerun_item(app, done.owner, items_of(app, done)[2].item_id, prompt=None)
    assert (caught.value.failure.code, caught.value.failure.advice) == ("prompt_needed", "Reword it.")


def test_given_a_job_that_runs_when_an_item_is_run_again_then_conflict_and_it_stays(
    app: App, done: Job
) -> None:
    retry_job(app, done.owner, done.job_id)
    before = items_of(app, done)
    with pytest.raises(Conflict):
        rerun_item(app, done.owner, before[0].item_id, prompt="Another")
    assert items_of(app, done) == before


@pytest.mark.parametrize("status", [Status.QUEUED, Status.RUNNING, Status.WAITING, Status.PENDING])
def test_given_an_item_at_work_when_run_again_then_conflict(app: App, draft: Job, status: Status) -> None:
    app.store.units.add(make_item(draft, 1, status))
    with pytest.raises(Conflict, match=status):
        rerun_item(app, draft.owner, items_of(app, draft)[0].item_id, prompt="Another")


def test_given_a_repeated_request_when_run_again_then_one_task_and_one_more_run(app: App, done: Job) -> None:
    item = items_of(app, done)[0].item_id
    tasks = {rerun_item(app, done.owner, item, prompt="x", request="r").task_id for _ in range(3)}
    assert (len(tasks), tasks_of(app, done), items_of(app, done)[0].run) == (1, list(tasks), 2)


def test_given_the_request_of_another_job_when_retried_then_this_job_has_its_own_task(
    app: App, done: Job
) -> None:
    other = app.store.jobs.add(make_job(done.owner))
    app.store.units.add(make_item(other, 1, Status.CANCELLED))
    one, two = (retry_job(app, job.owner, job.job_id, request="r") for job in (done, other))
    assert (one.job_id, two.job_id) == (done.job_id, other.job_id)
