"""Credits are reserved with the arming of a purchase, never past a cap, and come back when they were not charged."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from dailies.domain.caps import Caps, Spent
from dailies.domain.errors import CapReached, Fenced
from dailies.domain.ids import AccountName
from dailies.domain.job import Job
from dailies.domain.ledger import Purchase, Spend
from dailies.store.store import Store
from tests.store.makers import make_item, make_purchase

PRICE = 20


def plan(store: Store, job: Job, number: int = 1, **fields: object) -> Purchase:
    """Begin a purchase with an account that no other test has."""
    mine = {"credits": PRICE, "account": account_of(job), **fields}
    return store.ledger.begin(make_purchase(make_item(job, number)).model_copy(update=mine))


def account_of(job: Job) -> AccountName:
    return AccountName(f"a-{job.job_id}")


def spent(store: Store, purchase: Purchase) -> Spent:
    assert purchase.armed_on is not None
    account = purchase.account
    return store.spending.all_spent(purchase.owner, purchase.job_id, account, purchase.armed_on)


def state(store: Store, purchase: Purchase) -> Spend:
    last = store.ledger.last(purchase.owner, purchase.item_id)
    assert last is not None
    return last.state


def test_given_a_planned_purchase_when_armed_then_its_credits_are_reserved(store: Store, job: Job) -> None:
    armed = store.ledger.arm(plan(store, job), Caps())
    counted = spent(store, armed)
    assert (counted.job, counted.account_day, armed.state) == (PRICE, PRICE, Spend.ARMED)


def test_given_a_purchase_when_armed_then_the_day_of_all_accounts_counts_it(store: Store, job: Job) -> None:
    first = store.ledger.arm(plan(store, job), Caps())
    before = spent(store, first).all_day
    store.ledger.arm(plan(store, job, 2, account=AccountName("another")), Caps())
    assert spent(store, first).all_day == before + PRICE


def test_given_an_armed_purchase_when_read_then_it_is_as_it_was_given(store: Store, job: Job) -> None:
    armed = store.ledger.arm(plan(store, job), Caps())
    last = store.ledger.last(job.owner, armed.item_id)
    assert last is not None
    assert last.model_copy(update={"updated_at": armed.updated_at}) == armed


@pytest.mark.parametrize(
    ("caps", "code"),
    [
        (Caps(job=PRICE - 1), "cap_job"),
        (Caps(account_day=PRICE - 1), "cap_account"),
        (Caps(all_day=0), "cap_day"),
    ],
)
def test_given_a_cap_below_the_price_when_armed_then_refused_by_name_and_nothing_is_written(
    store: Store, job: Job, caps: Caps, code: str
) -> None:
    purchase = plan(store, job)
    with pytest.raises(CapReached) as caught:
        store.ledger.arm(purchase, caps)
    assert caught.value.failure.code == code
    assert (state(store, purchase), store.spending.spent_by_job(job.owner, job.job_id)) == (Spend.PLANNED, 0)


def test_given_a_cap_that_is_just_enough_when_armed_then_it_is_let_through_once(
    store: Store, job: Job
) -> None:
    caps = Caps(job=PRICE)
    store.ledger.arm(plan(store, job), caps)
    with pytest.raises(CapReached):
        store.ledger.arm(plan(store, job, 2), caps)


def test_given_eight_at_once_when_the_cap_has_room_for_three_then_three_are_armed(
    store: Store, job: Job
) -> None:
    purchases = [plan(store, job, number) for number in range(1, 9)]

    def arm(purchase: Purchase) -> bool:
        try:
            store.ledger.arm(purchase, Caps(account_day=3 * PRICE))
        except (CapReached, Fenced):
            return False
        return True

    with ThreadPoolExecutor(8) as eight:
        armed = sum(eight.map(arm, purchases))
    counted = store.spending.spent_by_job(job.owner, job.job_id)
    assert (armed, counted) == (3, 3 * PRICE)


def test_given_an_armed_purchase_when_armed_again_then_fenced_and_counted_once(
    store: Store, job: Job
) -> None:
    purchase = plan(store, job)
    store.ledger.arm(purchase, Caps())
    with pytest.raises(Fenced):
        store.ledger.arm(purchase, Caps())
    assert store.spending.spent_by_job(job.owner, job.job_id) == PRICE


def test_given_an_armed_purchase_when_it_is_abandoned_then_all_counters_are_as_before(
    store: Store, job: Job
) -> None:
    armed = store.ledger.arm(plan(store, job), Caps())
    before = spent(store, armed)
    store.ledger.advance(armed, Spend.ABANDONED)
    after = spent(store, armed)
    assert (after.job, after.account_day, after.all_day) == (0, 0, before.all_day - PRICE)


def test_given_a_refused_purchase_when_refused_twice_then_its_credits_come_back_once(
    store: Store, job: Job
) -> None:
    armed = store.ledger.arm(plan(store, job), Caps())
    store.ledger.arm(plan(store, job, 2), Caps())
    store.ledger.advance(armed, Spend.REFUSED, give_back=PRICE)
    with pytest.raises(Fenced):
        store.ledger.advance(armed, Spend.REFUSED, give_back=PRICE)
    assert store.spending.spent_by_job(job.owner, job.job_id) == PRICE


def test_given_a_refusal_that_may_have_been_charged_when_written_then_it_stays_reserved(
    store: Store, job: Job
) -> None:
    store.ledger.advance(store.ledger.arm(plan(store, job), Caps()), Spend.REFUSED)
    assert store.spending.spent_by_job(job.owner, job.job_id) == PRICE


def test_given_half_was_not_charged_when_finished_then_half_comes_back(store: Store, job: Job) -> None:
    armed = store.ledger.arm(plan(store, job), Caps())
    taken = store.ledger.advance(armed, Spend.SUBMITTED)
    store.ledger.advance(taken, Spend.FINISHED, give_back=PRICE // 2)
    assert store.spending.spent_by_job(job.owner, job.job_id) == PRICE // 2


def test_given_a_purchase_that_was_given_up_when_its_clip_is_found_then_it_is_counted_again(
    store: Store, job: Job
) -> None:
    armed = store.ledger.arm(plan(store, job), Caps())
    given_up = store.ledger.advance(armed, Spend.ABANDONED)
    found = store.ledger.advance(given_up, Spend.FINISHED)
    counted = store.spending.spent_by_job(job.owner, job.job_id)
    assert (counted, found.given_back) == (PRICE, 0)


def test_given_a_purchase_without_credits_when_armed_then_no_cap_stands_against_it(
    store: Store, job: Job
) -> None:
    free = plan(store, job, credits=0, account=None)
    assert store.ledger.arm(free, Caps(job=0, all_day=0)).state is Spend.ARMED


def test_given_several_items_when_a_job_is_read_then_all_its_purchases_are_there(
    store: Store, job: Job
) -> None:
    made = [plan(store, job, number).item_id for number in (1, 2, 3)]
    assert [each.item_id for each in store.ledger.of_job(job.owner, job.job_id)] == made
