"""Accounts in the table: one holder of the lease, one notice for each block."""

from datetime import timedelta

import pytest

from dailies.clock import now
from dailies.domain.accounts import Account, AccountState
from dailies.domain.errors import Conflict, NotFound
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from dailies.store.conditions import equals
from dailies.store.store import Store
from tests.services.scenes import race
from tests.store.makers import NOW

EXPIRED = Failure(code="session_expired", detail="Signed out.")
MINUTE = timedelta(minutes=1)


@pytest.fixture
def account(store: Store, request: pytest.FixtureRequest) -> Account:
    """An account of this test alone."""
    name = AccountName(f"a{abs(hash(request.node.name)) % 10**12}")
    return store.accounts.add(Account(name=name, submit_every_seconds=0.5, updated_at=NOW))


def read(store: Store, account: Account) -> Account:
    found = store.accounts.get(account.name)
    assert found is not None
    return found


def test_given_an_account_when_read_then_it_is_as_written(store: Store, account: Account) -> None:
    assert (read(store, account), account in store.accounts.all()) == (account, True)


def test_given_an_account_that_is_there_when_added_then_the_first_stays(
    store: Store, account: Account
) -> None:
    assert store.accounts.add(account.model_copy(update={"concurrency": 1})) == account


def test_given_no_such_account_when_changed_then_it_is_not_made(store: Store) -> None:
    with pytest.raises(NotFound):
        store.accounts.change(AccountName("nobody"), {"concurrency": 1})
    assert store.accounts.get(AccountName("nobody")) is None


def test_given_a_condition_that_fails_when_changed_then_nothing_is(store: Store, account: Account) -> None:
    with pytest.raises(Conflict):
        store.accounts.change(account.name, {"concurrency": 1}, when=equals("sign_ins", 7))
    assert read(store, account) == account


def test_given_a_free_account_when_many_acquire_it_then_one_has_it(store: Store, account: Account) -> None:
    names = iter(f"worker-{number}" for number in range(100))
    assert race(lambda: store.accounts.acquire(account.name, next(names), now() + MINUTE)).count(True) == 1


def test_given_a_held_account_when_acquired_by_its_holder_then_it_stays_held(
    store: Store, account: Account
) -> None:
    store.accounts.acquire(account.name, "one", now() + MINUTE)
    assert store.accounts.acquire(account.name, "one", now() + 2 * MINUTE)


def test_given_a_lease_that_ran_out_when_acquired_then_the_old_holder_cannot_renew(
    store: Store, account: Account
) -> None:
    store.accounts.acquire(account.name, "one", now() - MINUTE)
    assert store.accounts.acquire(account.name, "two", now() + MINUTE)
    assert not store.accounts.renew(account.name, "one", now() + MINUTE)


def test_given_a_held_account_when_another_releases_it_then_it_stays_held(
    store: Store, account: Account
) -> None:
    store.accounts.acquire(account.name, "one", now() + MINUTE)
    store.accounts.release(account.name, "two")
    assert read(store, account).lease_holder == "one"


def test_given_a_released_account_when_acquired_then_it_is_had(store: Store, account: Account) -> None:
    store.accounts.acquire(account.name, "one", now() + MINUTE)
    store.accounts.release(account.name, "one")
    assert store.accounts.acquire(account.name, "two", now() + MINUTE)


def test_given_an_account_that_is_not_there_when_acquired_then_it_is_not_made(store: Store) -> None:
    assert not store.accounts.acquire(AccountName("nobody"), "one", now() + MINUTE)
    assert store.accounts.get(AccountName("nobody")) is None


def test_given_many_that_block_when_over_then_one_tells_a_person(store: Store, account: Account) -> None:
    assert race(lambda: store.accounts.block(account.name, EXPIRED)).count(True) == 1
    blocked = read(store, account)
    assert (blocked.state, blocked.failure, blocked.notices) == (AccountState.BLOCKED, EXPIRED, 1)


def test_given_a_newer_sign_in_when_blocked_for_the_session_before_then_it_stays_ready(
    store: Store, account: Account
) -> None:
    store.accounts.change(account.name, {}, raise_by={"sign_ins": 1})
    assert not store.accounts.block(account.name, EXPIRED, sign_ins=0)
    assert read(store, account).state is AccountState.READY


def test_given_a_blocked_account_when_unblocked_then_its_failure_is_gone_and_its_notice_stays(
    store: Store, account: Account
) -> None:
    store.accounts.block(account.name, EXPIRED)
    assert store.accounts.unblock(account.name)
    again = read(store, account)
    assert (again.state, again.failure, again.blocked_at, again.notices) == (
        AccountState.READY,
        None,
        None,
        1,
    )


def test_given_a_ready_account_when_unblocked_then_there_was_nothing_to_do(
    store: Store, account: Account
) -> None:
    assert not store.accounts.unblock(account.name)
