"""Every legal change of state is made, every other is refused: generated from the domain's own tables."""

from enum import StrEnum
from typing import TypeVar

import pytest

from dailies.domain.errors import Conflict, Fenced
from dailies.domain.job import Job
from dailies.domain.ledger import SPEND_TRANSITIONS, Spend
from dailies.domain.retry import Settlement
from dailies.domain.status import AT_REST, CLAIMABLE, TASK_TRANSITIONS, TRANSITIONS, Status, TaskStatus
from dailies.store.store import Store
from tests.store.makers import OTHER_TASK, make_item, make_purchase, make_task

State = TypeVar("State", bound=StrEnum)


def _edges(table: dict[State, frozenset[State]]) -> list[tuple[State, State]]:
    return [(source, target) for source, targets in table.items() for target in sorted(targets)]


@pytest.mark.parametrize(("source", "target"), _edges(TASK_TRANSITIONS))
def test_given_a_task_when_moved_along_an_edge_then_it_is_there(
    store: Store, job: Job, source: TaskStatus, target: TaskStatus
) -> None:
    task = make_task(job, source)
    store.table.transact(store.tasks.put_operation(task))
    store.tasks.move(task, target)
    assert store.tasks.get(job.owner, task.task_id).status is target


@pytest.mark.parametrize("source", TASK_TRANSITIONS)
def test_given_a_task_when_moved_off_the_edges_then_it_is_refused_and_stays(
    store: Store, job: Job, source: TaskStatus
) -> None:
    task = make_task(job, source)
    store.table.transact(store.tasks.put_operation(task))
    for target in set(TaskStatus) - TASK_TRANSITIONS[source]:
        with pytest.raises(Conflict):
            store.tasks.move(task, target)
    assert store.tasks.get(job.owner, task.task_id) == task


@pytest.mark.parametrize(("source", "target"), _edges(SPEND_TRANSITIONS))
def test_given_a_purchase_when_advanced_along_an_edge_then_it_is_there(
    store: Store, job: Job, source: Spend, target: Spend
) -> None:
    purchase = store.ledger.begin(make_purchase(make_item(job), source))
    store.ledger.advance(purchase, target)
    last = store.ledger.last(job.owner, purchase.item_id)
    assert last is not None
    assert last.state is target


@pytest.mark.parametrize("source", SPEND_TRANSITIONS)
def test_given_a_purchase_when_advanced_off_the_edges_then_it_is_refused_and_stays(
    store: Store, job: Job, source: Spend
) -> None:
    purchase = store.ledger.begin(make_purchase(make_item(job), source))
    for target in set(Spend) - SPEND_TRANSITIONS[source]:
        with pytest.raises(Fenced):
            store.ledger.advance(purchase, target)
    assert store.ledger.last(job.owner, purchase.item_id) == purchase


@pytest.mark.parametrize("source", Status)
def test_given_an_item_when_queued_then_only_one_at_rest_lets_it(
    store: Store, job: Job, source: Status
) -> None:
    item = make_item(job, status=source, task_id=OTHER_TASK)
    store.units.add(item)
    legal = source in AT_REST
    if legal:
        store.units.queue(item, make_task(job).task_id)
    else:
        with pytest.raises(Conflict):
            store.units.queue(item, make_task(job).task_id)
    assert (store.units.item(job.owner, item.item_id).task_id != OTHER_TASK) is legal


@pytest.mark.parametrize("source", Status)
def test_given_an_item_when_claimed_then_only_claimable_states_let_it(
    store: Store, job: Job, source: Status
) -> None:
    item = make_item(job, status=source)
    store.units.add(item)
    if source in CLAIMABLE:
        assert store.units.claim(item).attempt == 1
    else:
        with pytest.raises(Fenced):
            store.units.claim(item)
        assert store.units.item(job.owner, item.item_id) == item


@pytest.mark.parametrize("source", Status)
def test_given_an_item_when_cancelled_then_only_open_states_let_it(
    store: Store, job: Job, source: Status
) -> None:
    item = make_item(job, status=source)
    store.units.add(item)
    legal = Status.CANCELLED in TRANSITIONS[source]
    assert store.units.cancel(item) is legal
    assert store.units.item(job.owner, item.item_id).status is (Status.CANCELLED if legal else source)


@pytest.mark.parametrize("target", sorted(TRANSITIONS[Status.RUNNING] - {Status.CANCELLED}))
def test_given_a_claimed_item_when_settled_then_it_is_there(store: Store, job: Job, target: Status) -> None:
    item = make_item(job)
    store.units.add(item)
    store.units.settle(store.units.claim(item), Settlement(status=target))
    assert store.units.item(job.owner, item.item_id).status is target


@pytest.mark.parametrize("source", sorted(set(Status) - {Status.RUNNING}))
def test_given_an_item_that_does_not_run_when_settled_then_it_is_refused(
    store: Store, job: Job, source: Status
) -> None:
    item = make_item(job, status=source)
    store.units.add(item)
    with pytest.raises(Fenced):
        store.units.settle(item, Settlement(status=Status.SUCCEEDED))


@pytest.mark.parametrize("target", sorted(set(Status) - TRANSITIONS[Status.RUNNING]))
def test_given_a_claimed_item_when_settled_off_the_edges_then_it_is_refused(
    store: Store, job: Job, target: Status
) -> None:
    item = make_item(job)
    store.units.add(item)
    claimed = store.units.claim(item)
    with pytest.raises(ValueError, match=target):
        store.units.settle(claimed, Settlement(status=target))
    assert store.units.item(job.owner, item.item_id) == claimed


@pytest.mark.parametrize(("source", "target"), _edges(TRANSITIONS))
def test_given_an_item_nobody_holds_when_left_along_an_edge_then_it_is_there(
    store: Store, job: Job, source: Status, target: Status
) -> None:
    item = make_item(job, status=source)
    store.units.add(item)
    store.units.leave(item, Settlement(status=target))
    assert store.units.item(job.owner, item.item_id).status is target


@pytest.mark.parametrize("source", TRANSITIONS)
def test_given_an_item_nobody_holds_when_left_off_the_edges_then_it_is_refused(
    store: Store, job: Job, source: Status
) -> None:
    item = make_item(job, status=source)
    store.units.add(item)
    for target in set(Status) - TRANSITIONS[source]:
        with pytest.raises(ValueError, match=target):
            store.units.leave(item, Settlement(status=target))
    assert store.units.item(job.owner, item.item_id) == item
