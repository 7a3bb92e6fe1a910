from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dailies.domain.errors import (
    CapReached,
    DailiesError,
    DiskFull,
    MediaFailed,
    SiteBlocked,
    SiteBusy,
    SiteChanged,
    SiteFailure,
    SiteRefused,
    SourceRejected,
)
from dailies.domain.retry import (
    CRASHES_ALLOWED,
    LOOK_LATER,
    RetryPolicy,
    Settlement,
    delay,
    release,
    settle_error,
)
from dailies.domain.status import Status

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
POLICY = RetryPolicy()


def decide(error: DailiesError, *, tries: int = 0, crashes: int = 0) -> Settlement:
    return settle_error(error, subject="item", tries=tries, crashes=crashes, policy=POLICY, now=NOW)


@given(subject=st.text(), tries=st.integers(min_value=0, max_value=20))
def test_given_the_default_policy_when_waiting_then_it_is_three_minutes_give_or_take_a_fifth(
    subject: str, tries: int
) -> None:
    assert timedelta(seconds=144) <= delay(POLICY, subject, tries) <= timedelta(seconds=216)


def test_given_many_items_when_they_wait_then_their_waits_differ() -> None:
    assert len({delay(POLICY, f"item-{number}", 1) for number in range(50)}) == 50


def test_given_high_demand_when_tried_four_times_before_then_it_waits_until_the_fifth() -> None:
    waits = [decide(SiteBusy("busy"), tries=tries).status for tries in range(5)]
    assert waits == [Status.WAITING] * 4 + [Status.FAILED]


def test_given_high_demand_when_it_gives_up_then_the_user_may_retry() -> None:
    settled = decide(SiteBusy("busy"), tries=4)
    assert settled.failure is not None
    assert settled.failure.retryable


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (SiteRefused("prominent people"), Status.FAILED),
        (SiteBlocked("sign in"), Status.BLOCKED),
        (SiteChanged("no such button"), Status.BLOCKED),
        (SourceRejected("not a video"), Status.FAILED),
        (MediaFailed("FFmpeg died"), Status.WAITING),
        (DiskFull("no room"), Status.WAITING),
        (SiteFailure("audio failed"), Status.WAITING),
        (SiteFailure("who knows", code="unknown", charged=None, retryable=False), Status.FAILED),
        (SiteFailure("not seen", code="submit_unclear", charged=None), Status.QUEUED),
        (SiteFailure("clip is cut", code="download_failed", charged=True), Status.QUEUED),
        (SiteFailure("browser died", code="browser_lost"), Status.QUEUED),
        (SiteFailure("not yet to be told", code=LOOK_LATER, charged=None), Status.WAITING),
        (CapReached("the job's cap"), Status.FAILED),
        (CapReached("the account's cap", code="cap_account"), Status.WAITING),
        (CapReached("the day's cap", code="cap_day"), Status.WAITING),
    ],
)
def test_given_an_error_when_settled_then_the_unit_goes_where_it_should(
    error: DailiesError, expected: Status
) -> None:
    assert decide(error).status is expected


def test_given_a_lesser_error_when_it_happened_twice_before_then_it_is_over() -> None:
    assert decide(SiteFailure("again"), tries=2).status is Status.FAILED


def test_given_a_daily_limit_when_waiting_then_it_is_an_hour_rather_than_minutes() -> None:
    retry_at = decide(SiteBusy("limit", code="quota_daily")).retry_at
    assert retry_at is not None
    assert retry_at - NOW > timedelta(minutes=45)


def test_given_a_unit_whose_workers_die_when_it_is_the_third_then_it_is_set_aside() -> None:
    ends = [release(None, tries=0, crashes=crashes).status for crashes in range(CRASHES_ALLOWED)]
    assert ends == [Status.QUEUED, Status.QUEUED, Status.FAILED]


@pytest.mark.parametrize("code", ["cap_job", "cap_account", "cap_day"])
def test_given_a_cap_when_reached_then_no_try_is_used_up_and_a_retry_is_allowed(code: str) -> None:
    settled = decide(CapReached("a cap", code=code), tries=4)
    assert settled.failure is not None
    assert (settled.tries, settled.failure.retryable) == (4, True)


def test_given_a_day_cap_when_waiting_then_it_is_an_hour_rather_than_minutes() -> None:
    retry_at = decide(CapReached("a cap", code="cap_account")).retry_at
    assert retry_at is not None
    assert retry_at - NOW > timedelta(minutes=45)
