"""Which accounts are checked by themselves, and what a passed check puts right."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dailies.domain.accounts import Account, AccountState, Session
from dailies.domain.checks import is_cured, is_due, is_under_way, stops_account
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
SESSION = Session(key="sessions/crew/1.bin", saved_at=NOW)


def account(**fields: Any) -> Account:
    return Account(name=AccountName("crew"), updated_at=NOW, **{"session": SESSION, **fields})


def blocked(code: str, **fields: Any) -> Account:
    return account(state=AccountState.BLOCKED, failure=Failure(code=code, detail="why"), **fields)


@pytest.mark.parametrize(
    ("asked_ago", "under_way"),
    [(timedelta(0), True), (timedelta(minutes=9), True), (timedelta(minutes=10), False)],
)
def test_given_a_check_that_was_asked_for_when_time_passes_then_it_is_forgotten(
    asked_ago: timedelta, under_way: bool
) -> None:
    assert is_under_way(account(check_asked_at=NOW - asked_ago), NOW) is under_way


@pytest.mark.parametrize(
    ("seen", "due"),
    [
        (account(), True),
        (account(session=None), False),
        (account(check_asked_at=NOW), False),
        (account(lease_holder="w", lease_until=NOW + timedelta(seconds=1)), False),
        (account(lease_holder="w", lease_until=NOW), True),
        (blocked("ui_changed"), True),
        (blocked("generation_changed"), True),
        (blocked("unusual_activity"), False),
        (blocked("rights_dialog"), False),
    ],
)
def test_given_an_account_when_the_schedule_comes_by_then_it_is_checked_if_used_and_free(
    seen: Account, due: bool
) -> None:
    assert is_due(seen, NOW) is due


@pytest.mark.parametrize(
    ("code", "cured"),
    [
        ("ui_changed", True),
        ("generation_changed", True),
        ("session_expired", True),
        ("unusual_activity", False),
        ("rights_dialog", False),
        ("credits", False),
    ],
)
def test_given_a_blocked_account_when_a_check_passes_then_only_what_it_disproves_is_put_right(
    code: str, cured: bool
) -> None:
    assert is_cured(blocked(code)) is cured


def test_given_a_ready_account_when_a_check_passes_then_there_is_nothing_to_put_right() -> None:
    assert is_cured(account()) is False


@pytest.mark.parametrize(
    ("code", "stops"),
    [
        ("ui_changed", True),
        ("generation_changed", True),
        ("session_expired", True),
        ("rights_dialog", True),
        ("unusual_activity", True),
        ("site_unavailable", False),
        ("upload_unanswered", False),
        ("check_timeout", False),
        ("credits", False),
    ],
)
def test_given_a_failed_check_when_judged_then_only_what_does_not_pass_by_itself_stops_the_account(
    code: str, stops: bool
) -> None:
    assert stops_account(Failure(code=code, detail="why")) is stops
