"""Planning queues what a task is about and cuts it into batches; a second time changes nothing."""

import pytest

from dailies.domain.ids import AccountName
from dailies.domain.job import Job, Scope
from dailies.domain.options import TaskKind
from dailies.domain.spreading import Batch
from dailies.domain.status import Status, TaskStatus
from dailies.services.app import App
from dailies.services.launching import begin_task
from dailies.services.orchestration import plan
from tests.services.scenes import begun, claimed, elsewhere, events, items_of, planned, settle_all
from tests.store.makers import OTHER_TASK, make_failure, make_item

pytestmark = pytest.mark.usefixtures("alone")


def cuts(app: App, job: Job) -> list[tuple[str, ...]]:
    """Read the batches of a job's only task."""
    (task,) = app.store.tasks.of_job(job.owner, job.job_id)
    return [batch.unit_ids for batch in app.store.tasks.batches(job.owner, task.task_id)]


def test_given_items_that_never_ran_when_planned_then_each_is_queued_in_one_batch(
    app: App, draft: Job
) -> None:
    small = elsewhere(app, batch_items=2)
    task = begun(app, draft, 5)
    assert plan(small, task.owner, task.task_id) == [0, 1, 2]
    assert [len(cut) for cut in cuts(app, draft)] == [2, 2, 1]
    assert {(item.status, item.task_id) for item in items_of(app, draft)} == {(Status.QUEUED, task.task_id)}


def test_given_a_plan_when_made_again_then_batches_rounds_and_items_stay(app: App, draft: Job) -> None:
    task = planned(app, draft, 3)
    batch = app.store.tasks.batch(task.owner, task.task_id, 0)
    app.store.tasks.open_round(task.owner, batch, 1, "token")
    before = app.store.tasks.batches(task.owner, task.task_id)
    plan(app, task.owner, task.task_id)
    assert app.store.tasks.batches(task.owner, task.task_id) == before


def test_given_a_plan_that_died_half_way_when_made_again_then_no_item_is_in_two_batches(
    app: App, draft: Job
) -> None:
    small = elsewhere(app, batch_items=2)
    task = begun(app, draft, 6)
    app.store.tasks.move(task, TaskStatus.RUNNING)
    for item in items_of(app, draft):
        app.store.units.queue(item, task.task_id)
    first = Batch(tuple(item.item_id for item in items_of(app, draft)[:2]), AccountName("default"))
    app.store.tasks.add_batch(task.owner, task.task_id, 0, first)
    plan(small, task.owner, task.task_id)
    assert sorted(unit for cut in cuts(app, draft) for unit in cut) == [
        item.item_id for item in items_of(app, draft)
    ]


@pytest.mark.parametrize("busy", [Status.QUEUED, Status.RUNNING, Status.WAITING])
def test_given_an_item_at_work_in_another_task_when_planned_then_it_stays_there(
    app: App, draft: Job, busy: Status
) -> None:
    app.store.units.add(make_item(draft, 1, busy, task_id=OTHER_TASK, attempt=1), make_item(draft, 2))
    item, _ = items_of(app, draft)
    task = begin_task(app, draft, TaskKind.GENERATE, unit_ids=[item.item_id], request=None, asked_for=1)
    assert plan(app, task.owner, task.task_id) == []
    assert app.store.units.item(item.owner, item.item_id) == item


def test_given_a_run_begun_again_when_planned_then_what_a_lost_worker_held_is_queued(
    app: App, draft: Job
) -> None:
    task = planned(app, draft)
    claimed(app, draft)
    plan(app, task.owner, app.store.tasks.restart(task).task_id)
    (item,) = items_of(app, draft)
    assert (item.status, item.crashes) == (Status.QUEUED, 1)


def test_given_a_run_begun_again_when_planned_then_what_is_done_stays_done(app: App, draft: Job) -> None:
    task = planned(app, draft)
    settle_all(app, draft)
    assert plan(app, task.owner, app.store.tasks.restart(task).task_id) == []


def test_given_a_retry_when_planned_then_only_what_it_helps_is_queued(app: App, draft: Job) -> None:
    final = make_failure().model_copy(update={"retryable": False})
    app.store.units.add(
        make_item(draft, 1, Status.SUCCEEDED),
        make_item(draft, 2, Status.FAILED, failure=make_failure()),
        make_item(draft, 3, Status.FAILED, failure=final),
        make_item(draft, 4, Status.CANCELLED),
        make_item(draft, 5, Status.BLOCKED, failure=make_failure()),
    )
    task = begin_task(app, draft, TaskKind.GENERATE, scope=Scope.UNFINISHED, request=None, asked_for=3)
    plan(app, task.owner, task.task_id)
    assert [item.number for item in items_of(app, draft) if item.status is Status.QUEUED] == [2, 4, 5]


def test_given_a_cancelled_task_when_planned_then_nothing_begins(app: App, draft: Job) -> None:
    task = begun(app, draft)
    app.store.tasks.move(task, TaskStatus.CANCELLING)
    assert plan(app, task.owner, task.task_id) == []
    assert [item.status for item in items_of(app, draft)] == [Status.PENDING]


def test_given_a_plan_when_made_then_the_timeline_says_so(app: App, draft: Job) -> None:
    planned(app, draft)
    assert events(app, draft) == ["task.created", "task.started"]
