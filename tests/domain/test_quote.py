"""A quote is worked out from the options, the items, the accounts and what is left of each limit."""

from decimal import Decimal

import pytest

from dailies.domain.accounts import Account, AccountState
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName, Owner
from dailies.domain.options import ImageUse, Options, Provider
from dailies.domain.quote import CapLeft, Quote, make_quote, refusals
from tests.store.makers import NOW, make_item, make_job

DEFAULT = Account(name=AccountName("default"), updated_at=NOW)
STUDIO = Account(
    name=AccountName("studio"),
    state=AccountState.BLOCKED,
    failure=Failure(code="session_expired", detail="Signed out.", advice="Sign in."),
    updated_at=NOW,
)
JOB = make_job(Owner("owner"))


def quote(
    options: Options, items: int = 3, accounts: tuple[Account, ...] = (DEFAULT,), *caps: CapLeft
) -> Quote:
    made = [make_item(JOB, number) for number in range(1, items + 1)]
    return make_quote(options, made, accounts, caps)


def codes(found: Quote) -> list[str]:
    return [warned.code for warned in found.warnings]


def test_given_three_items_when_quoted_then_clips_and_credits() -> None:
    found = quote(Options())
    assert (found.items, found.clips, found.credits_each, found.credits, found.least_credits) == (
        3, 6, 20, 120, 60,
    )  # fmt: skip


def test_given_veo_when_quoted_then_money_and_no_credits() -> None:
    found = quote(Options(provider=Provider.VEO), accounts=())
    assert (found.usd, found.credits, found.allowed) == (Decimal("4.80"), 0, True)


def test_given_a_failover_that_bills_money_when_quoted_then_its_price_stands_beside() -> None:
    other = quote(Options(failover=Provider.VEO)).failover
    assert other
    assert (other.provider, other.usd, other.credits) == (Provider.VEO, Decimal("4.80"), 0)


@pytest.mark.parametrize(("limit", "allowed"), [(59, False), (60, True), (None, True), (0, False)])
def test_given_a_cap_when_even_the_cheapest_plan_is_above_it_then_not_allowed(
    limit: int | None,
    allowed: bool,
) -> None:
    assert quote(Options(max_credits=limit)).allowed is allowed


def test_given_an_account_that_is_not_there_when_quoted_then_refused_by_name() -> None:
    (refusal,) = quote(Options(account=AccountName("nobody"))).refusals
    assert (refusal.code, "nobody" in refusal.detail) == ("account_unknown", True)


def test_given_veo_when_an_account_is_named_then_it_does_not_matter() -> None:
    assert refusals(Options(provider=Provider.VEO, account=AccountName("nobody")), 1, []) == ()


def test_given_only_blocked_accounts_when_quoted_then_warned_with_the_reason() -> None:
    (warned,) = quote(Options(), accounts=(STUDIO,)).warnings
    assert (warned.code, warned.subject, "Signed out." in warned.detail) == (
        "account_blocked",
        "studio",
        True,
    )


def test_given_one_account_that_is_ready_when_quoted_then_no_warning() -> None:
    assert codes(quote(Options(), accounts=(DEFAULT, STUDIO))) == []


def test_given_a_blocked_account_when_the_job_is_pinned_to_it_then_warned() -> None:
    found = quote(Options(account=AccountName("studio")), accounts=(DEFAULT, STUDIO))
    assert codes(found) == ["account_blocked"]


@pytest.mark.parametrize(
    ("left", "account", "warned"),
    [(119, "default", ["cap_account"]), (119, None, ["cap_day"]), (120, "default", []), (120, None, [])],
)
def test_given_what_is_left_of_a_day_when_the_job_may_cost_more_then_warned(
    left: int, account: AccountName | None, warned: list[str]
) -> None:
    cap = CapLeft(of="account" if account else "day", account=account, limit=500, spent=500 - left, left=left)
    assert codes(quote(Options(), 3, (DEFAULT,), cap)) == warned


def test_given_a_length_of_the_ultra_plan_alone_when_quoted_then_warned() -> None:
    assert codes(quote(Options(duration=4, image_use=ImageUse.FRAMES))) == ["plan_needed"]


def test_given_more_warnings_than_are_shown_when_quoted_then_all_are_counted() -> None:
    items = [make_item(JOB, number, prompt="A gun") for number in range(1, 121)]
    found = make_quote(Options(), items, [DEFAULT], [])
    assert (len(found.warnings), found.warning_count) == (100, 120)


def test_given_a_warning_of_an_item_when_told_then_its_number_stands_before() -> None:
    found = make_quote(Options(), [make_item(JOB, 7, prompt="A gun")], [DEFAULT], [])
    assert found.warnings[0].detail.startswith("Item 7: ")
