"""Work is shared out over the accounts that are ready; what is paid for stays where it was bought."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dailies.domain.accounts import Account, AccountState
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName, Owner
from dailies.domain.ledger import Spend
from dailies.domain.options import Options, Provider
from dailies.domain.spreading import ANY_ACCOUNT, Batch, Place, hindrance, place_of, spread, waits_for
from dailies.domain.status import Status
from tests.store.makers import make_item, make_job, make_purchase

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
DEFAULT, STUDIO = AccountName("default"), AccountName("studio-2")
JOB = make_job(Owner("o"))
EXPIRED = Failure(code="session_expired", detail="Signed out.")


def account(name: AccountName, *, blocked: bool = False, concurrency: int = 5) -> Account:
    state, failure = (AccountState.BLOCKED, EXPIRED) if blocked else (AccountState.READY, None)
    return Account(name=name, state=state, failure=failure, concurrency=concurrency, updated_at=NOW)


def accounts(*made: Account) -> dict[AccountName, Account]:
    return {each.name: each for each in made}


def free(count: int) -> list[Place]:
    return [Place(f"u{number:03d}", needs_account=True) for number in range(count)]


def test_given_two_ready_accounts_when_spread_then_each_has_half_in_order() -> None:
    cut = spread(free(5), [account(DEFAULT), account(STUDIO)], size=20)
    assert cut == [Batch(("u000", "u002", "u004"), DEFAULT), Batch(("u001", "u003"), STUDIO)]


def test_given_a_slower_account_when_spread_then_it_has_its_share_of_what_it_does_at_once() -> None:
    cut = spread(free(12), [account(DEFAULT, concurrency=4), account(STUDIO, concurrency=2)], size=20)
    assert [len(batch.unit_ids) for batch in cut] == [8, 4]


def test_given_more_than_a_batch_holds_when_spread_then_every_account_begins_before_anybodys_second() -> None:
    cut = spread(free(8), [account(DEFAULT), account(STUDIO)], size=2)
    assert [batch.account for batch in cut] == [DEFAULT, STUDIO, DEFAULT, STUDIO]


def test_given_units_of_one_account_when_spread_then_the_others_level_it_out() -> None:
    pinned = [Place(f"p{number}", needs_account=True, account=DEFAULT) for number in range(3)]
    cut = spread([*free(3), *pinned], [account(DEFAULT), account(STUDIO)], size=20)
    assert {batch.account: len(batch.unit_ids) for batch in cut} == {DEFAULT: 3, STUDIO: 3}


def test_given_work_without_an_account_when_spread_then_its_batches_name_none() -> None:
    assert spread([Place("a"), Place("b")], [], size=1) == [Batch(("a",)), Batch(("b",))]


@given(
    count=st.integers(0, 120),
    size=st.integers(1, 30),
    at_once=st.lists(st.integers(1, 5), min_size=1, max_size=4),
)
def test_given_any_share_when_spread_then_each_unit_is_in_exactly_one_batch(
    count: int, size: int, at_once: list[int]
) -> None:
    ready = [account(AccountName(f"a{n}"), concurrency=each) for n, each in enumerate(at_once)]
    cut = spread(free(count), ready, size)
    assert sorted(unit for batch in cut for unit in batch.unit_ids) == [
        place.unit_id for place in free(count)
    ]
    assert all(len(batch.unit_ids) <= size for batch in cut)


@pytest.mark.parametrize("state", [Spend.ARMED, Spend.SUBMITTED, Spend.FINISHED, Spend.DOWNLOADED])
def test_given_an_open_purchase_when_placed_then_only_its_account_will_do(state: Spend) -> None:
    bought = make_purchase(make_item(JOB), state).model_copy(update={"account": STUDIO})
    place = place_of(make_item(JOB), Options(account=DEFAULT), bought, default=DEFAULT)
    assert (place.needs_account, place.account) == (True, STUDIO)


@pytest.mark.parametrize("state", [Spend.PLANNED, Spend.REFUSED, Spend.ABANDONED, Spend.PUBLISHED])
def test_given_a_purchase_that_ended_when_placed_then_any_account_will_do(state: Spend) -> None:
    bought = make_purchase(make_item(JOB), state).model_copy(update={"account": STUDIO})
    place = place_of(make_item(JOB), Options(), bought, default=DEFAULT)
    assert (place.needs_account, place.account) == (True, None)


def test_given_a_purchase_that_ended_when_only_recovered_then_its_account_is_the_place() -> None:
    bought = make_purchase(make_item(JOB), Spend.REFUSED).model_copy(update={"account": STUDIO})
    place = place_of(make_item(JOB), Options(), bought, default=DEFAULT, recover=True)
    assert place.account == STUDIO


def test_given_an_open_purchase_of_no_named_account_when_placed_then_the_default_one_made_it() -> None:
    place = place_of(make_item(JOB), Options(), make_purchase(make_item(JOB), Spend.ARMED), default=DEFAULT)
    assert place.account == DEFAULT


def test_given_an_item_that_failed_over_when_placed_then_it_needs_no_account() -> None:
    item = make_item(JOB, provider=Provider.VEO)
    assert not place_of(item, Options(account=DEFAULT), None, default=DEFAULT).needs_account


def test_given_an_open_purchase_at_the_site_when_failed_over_then_it_is_still_fetched_there() -> None:
    item = make_item(JOB, provider=Provider.VEO)
    place = place_of(item, Options(), make_purchase(item, Spend.SUBMITTED), default=DEFAULT)
    assert (place.needs_account, place.account) == (True, DEFAULT)


def test_given_one_ready_account_of_two_when_any_will_do_then_nothing_hinders() -> None:
    known = accounts(account(DEFAULT, blocked=True), account(STUDIO))
    assert hindrance(free(1)[0], known) is None


def test_given_only_blocked_accounts_when_any_will_do_then_their_failure_is_why() -> None:
    assert hindrance(free(1)[0], accounts(account(DEFAULT, blocked=True))) == EXPIRED


def test_given_a_blocked_account_when_only_it_will_do_then_its_failure_is_why() -> None:
    known = accounts(account(DEFAULT, blocked=True), account(STUDIO))
    assert hindrance(Place("u", needs_account=True, account=DEFAULT), known) == EXPIRED


def test_given_an_account_that_nobody_made_known_when_chosen_then_that_is_said() -> None:
    failure = hindrance(Place("u", needs_account=True, account=STUDIO), accounts(account(DEFAULT)))
    assert failure is not None
    assert (failure.code, failure.subject) == ("account_unknown", STUDIO)


@pytest.mark.parametrize(
    ("place", "code", "target"),
    [
        (Place("u", needs_account=True), "session_expired", ANY_ACCOUNT),
        (Place("u", needs_account=True), "unusual_activity", STUDIO),
        (Place("u", needs_account=True, account=DEFAULT), "session_expired", DEFAULT),
        (Place("u"), "session_expired", None),
    ],
)
def test_given_a_blocked_item_when_asked_then_it_waits_for_whoever_may_go_on(
    place: Place, code: str, target: str | None
) -> None:
    failure = Failure(code=code, detail="Blocked.")
    item = make_item(JOB, status=Status.BLOCKED, account=STUDIO, failure=failure)
    assert waits_for(item, place) == target


def test_given_an_item_that_is_not_blocked_when_asked_then_it_waits_for_nobody() -> None:
    assert waits_for(make_item(JOB, status=Status.FAILED), Place("u", needs_account=True)) is None
