"""Writes in bad weather: an answer that was lost, another writer in the way."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError, ConnectionClosedError
from moto.core.models import botocore_stubber

from dailies.domain.errors import Conflict
from dailies.domain.job import Job
from dailies.domain.spreading import Batch
from dailies.domain.status import JobStatus, Status
from dailies.store import clashes, units
from dailies.store.clashes import until_unhindered
from dailies.store.conditions import exists
from dailies.store.keys import Key
from dailies.store.store import Store
from dailies.store.table import Superseded
from tests.store.makers import make_item, make_purchase, make_task

Losing = Callable[[str], list[str]]


@pytest.fixture
def losing(store: Store) -> Iterator[Losing]:
    """Let the first call of an operation be done and its answer be lost; gives what was called."""
    client = store.table._table.meta.client
    registered: list[tuple[str, Any]] = []

    def lose(operation: str) -> list[str]:
        calls: list[str] = []

        def send(event_name: str, request: Any, **_: Any) -> Any:
            calls.append(operation)
            answer = botocore_stubber(event_name, request)
            if len(calls) == 1:
                raise ConnectionClosedError(endpoint_url="http://table")
            return answer

        event = f"before-send.dynamodb.{operation}"
        client.meta.events.register_first(event, send)
        registered.append((event, send))
        return calls

    yield lose
    for event, send in registered:
        client.meta.events.unregister(event, send)


def test_given_a_new_row_whose_answer_was_lost_when_written_again_then_it_is_known_as_ours(
    store: Store, job: Job, losing: Losing
) -> None:
    calls = losing("PutItem")
    store.ledger.begin(make_purchase(make_item(job)))
    assert len(calls) == 2


def test_given_a_claim_whose_answer_was_lost_when_made_again_then_it_is_ours_and_counted_once(
    store: Store, job: Job, losing: Losing
) -> None:
    store.units.add(make_item(job))
    calls = losing("UpdateItem")
    claimed = store.units.claim(store.units.item(job.owner, make_item(job).item_id))
    assert (claimed.status, claimed.attempt, len(calls)) == (Status.RUNNING, 1, 2)


def test_given_a_token_whose_taking_lost_its_answer_when_taken_again_then_it_is_not_lost(
    store: Store, job: Job, losing: Losing
) -> None:
    task = make_task(job)
    store.tasks.add_batch(job.owner, task.task_id, 0, Batch(("a",)))
    store.tasks.open_round(job.owner, store.tasks.batch(job.owner, task.task_id, 0), 1, "token")
    losing("UpdateItem")
    assert store.tasks.take_token(job.owner, task.task_id, 0, 1) == "token"


def test_given_a_row_of_another_writer_when_written_then_it_is_still_refused(store: Store, job: Job) -> None:
    key = Key(pk=f"{job.owner}#x", sk="X")
    store.table.put_new(key, {"a": 1})
    with pytest.raises(Superseded) as caught:
        store.table.put_new(key, {"a": 2})
    assert caught.value.current is not None
    assert caught.value.current["a"] == 1


def _refusal(code: str, *reasons: str) -> ClientError:
    answer: Any = {
        "Error": {"Code": code, "Message": "m"},
        "CancellationReasons": [{"Code": reason} for reason in reasons],
    }
    return ClientError(answer, "TransactWriteItems")


@pytest.mark.parametrize(
    "refusal",
    [
        _refusal("TransactionConflictException"),
        _refusal("TransactionCanceledException", "None", "TransactionConflict"),
        _refusal("TransactionCanceledException", "ThrottlingError"),
    ],
)
def test_given_another_writer_in_the_way_when_written_then_again_until_it_is_done(
    refusal: ClientError, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clashes, "WAITS_SECONDS", (0.0, 0.0))
    refusals = [refusal, refusal]

    def write() -> str:
        if refusals:
            raise refusals.pop()
        return "done"

    assert until_unhindered(write) == "done"


@pytest.mark.parametrize(
    "refusal",
    [
        _refusal("TransactionCanceledException", "ConditionalCheckFailed", "TransactionConflict"),
        _refusal("TransactionCanceledException", "ConditionalCheckFailed"),
        _refusal("TransactionCanceledException"),
        _refusal("ConditionalCheckFailedException"),
        _refusal("ValidationException"),
    ],
)
def test_given_a_judgement_when_written_then_it_is_not_asked_for_again(refusal: ClientError) -> None:
    calls = []

    def write() -> None:
        calls.append(1)
        raise refusal

    with pytest.raises(ClientError):
        until_unhindered(write)
    assert len(calls) == 1


def test_given_writers_that_never_let_go_when_written_then_refused_in_bounded_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(clashes, "WAITS_SECONDS", (0.0,) * 4)
    calls = []

    def write() -> None:
        calls.append(1)
        raise _refusal("TransactionConflictException")

    with pytest.raises(ClientError):
        until_unhindered(write)
    assert len(calls) == 5


def test_given_more_items_than_a_transaction_holds_when_a_draft_is_written_then_all_are_there(
    store: Store, job: Job, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(units, "TRANSACTION_ROWS", 4)
    items = [make_item(job, number, Status.PENDING) for number in range(1, 9)]
    store.units.write_draft(job, items)
    assert list(store.units.items(job.owner, job.job_id)) == items


@pytest.mark.parametrize("status", [JobStatus.RUNNING, JobStatus.DELETING])
def test_given_a_job_that_is_no_draft_when_items_are_written_then_none_is(
    store: Store, job: Job, status: JobStatus
) -> None:
    store.jobs.change(job, {"status": status}, expected=frozenset(JobStatus))
    with pytest.raises(Conflict):
        store.units.write_draft(job, [make_item(job)])
    assert list(store.units.items(job.owner, job.job_id)) == []


def test_given_a_change_that_fails_its_condition_when_made_then_the_row_is_told(
    store: Store, job: Job
) -> None:
    with pytest.raises(Superseded) as caught:
        store.table.change(Key(pk=f"{job.owner}#none", sk="X"), {"a": 1}, when=exists())
    assert caught.value.current is None
