"""What many workers do at once: one wins, and whoever is late is told."""

import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from dailies.domain.errors import Fenced
from dailies.domain.job import Job
from dailies.domain.ledger import Spend
from dailies.domain.retry import Settlement
from dailies.domain.spreading import Batch
from dailies.domain.status import Status
from dailies.store.conditions import absent, equals
from dailies.store.keys import Key
from dailies.store.store import Store
from tests.store.makers import make_item, make_purchase, make_task

RACERS = 16


def _race(act: Callable[[], object]) -> int:
    """Let everybody act at once; tell how many succeeded."""
    start = threading.Barrier(RACERS)

    def run(_: int) -> bool:
        start.wait(timeout=20)
        try:
            act()
        except Fenced:
            return False
        return True

    with ThreadPoolExecutor(RACERS) as pool:
        return sum(pool.map(run, range(RACERS)))


def test_given_a_queued_item_when_many_claim_it_then_one_has_it(store: Store, job: Job) -> None:
    item = make_item(job)
    store.units.add(item)
    assert _race(lambda: store.units.claim(item)) == 1


def test_given_many_claims_when_over_then_the_attempt_rose_once(store: Store, job: Job) -> None:
    item = make_item(job)
    store.units.add(item)
    _race(lambda: store.units.claim(item))
    assert store.units.item(job.owner, item.item_id).attempt == 1


def test_given_an_attempt_when_many_buy_under_it_then_one_may(store: Store, job: Job) -> None:
    purchase = make_purchase(make_item(job))
    assert _race(lambda: store.ledger.begin(purchase)) == 1


def test_given_a_planned_purchase_when_many_arm_it_then_one_may_click(store: Store, job: Job) -> None:
    purchase = store.ledger.begin(make_purchase(make_item(job)))
    assert _race(lambda: store.ledger.advance(purchase, Spend.ARMED)) == 1


def test_given_a_token_when_many_take_it_then_one_answers(store: Store, job: Job) -> None:
    task = make_task(job)
    store.tasks.add_batch(job.owner, task.task_id, 0, Batch(("a",)))
    store.tasks.open_round(job.owner, store.tasks.batch(job.owner, task.task_id, 0), 1, "token")
    taken: list[str | None] = []
    _race(lambda: taken.append(store.tasks.take_token(job.owner, task.task_id, 0, 1)))
    assert [token for token in taken if token] == ["token"]


def test_given_many_planners_when_they_write_the_next_batch_then_one_of_them_does(
    store: Store, job: Job
) -> None:
    task = make_task(job)
    written: list[bool] = []
    _race(lambda: written.append(store.tasks.add_batch(job.owner, task.task_id, 0, Batch(("a",)))))
    assert written.count(True) == 1


@pytest.fixture
def restless() -> Iterator[None]:
    """Let threads take turns ten thousand times as often as usual."""
    usual = sys.getswitchinterval()
    sys.setswitchinterval(5e-7)
    yield
    sys.setswitchinterval(usual)


@pytest.mark.usefixtures("restless")
def test_given_threads_that_share_a_table_when_each_writes_and_reads_its_own_then_none_disturbs_another(
    store: Store, job: Job
) -> None:
    def work(number: int) -> list[str]:
        key = Key(pk=f"{job.owner}#{number}", sk=f"X#{number}")
        store.table.put_new(key, {"a": number, "b": number})
        for _ in range(25):
            store.table.change(key, {"c": 1}, when=equals("a", number) & equals("b", number) & absent("d"))
        return [row["sk"] for row in store.table.scan_partition(key["pk"], "X#")]

    with ThreadPoolExecutor(RACERS) as pool:
        assert list(pool.map(work, range(RACERS))) == [[f"X#{number}"] for number in range(RACERS)]


def test_given_a_newer_attempt_when_the_older_worker_reports_then_it_is_fenced(
    store: Store, job: Job
) -> None:
    item = make_item(job)
    store.units.add(item)
    older = store.units.claim(item)
    left = store.units.leave(older, Settlement(status=Status.QUEUED))
    assert left is not None
    store.units.claim(left)
    with pytest.raises(Fenced):
        store.units.report(older, stage="upload", progress=50)


def test_given_a_newer_attempt_when_the_older_worker_settles_then_it_is_fenced(
    store: Store, job: Job
) -> None:
    item = make_item(job)
    store.units.add(item)
    older = store.units.claim(item)
    left = store.units.leave(older, Settlement(status=Status.QUEUED))
    assert left is not None
    newer = store.units.claim(left)
    with pytest.raises(Fenced):
        store.units.settle(older, Settlement(status=Status.SUCCEEDED))
    assert store.units.item(job.owner, item.item_id) == newer


def test_given_a_cancelled_item_when_its_worker_settles_then_it_is_fenced(store: Store, job: Job) -> None:
    item = make_item(job)
    store.units.add(item)
    claimed = store.units.claim(item)
    store.units.cancel(claimed)
    with pytest.raises(Fenced):
        store.units.settle(claimed, Settlement(status=Status.SUCCEEDED))


def test_given_a_newer_round_when_the_older_round_answers_then_it_has_no_token(
    store: Store, job: Job
) -> None:
    task = make_task(job)
    store.tasks.add_batch(job.owner, task.task_id, 0, Batch(("a",)))
    batch = store.tasks.open_round(job.owner, store.tasks.batch(job.owner, task.task_id, 0), 1, "old")
    store.tasks.open_round(job.owner, batch, 2, "new")
    assert store.tasks.take_token(job.owner, task.task_id, 0, 1) is None
