"""The gate before every paid act: spaced, one at a time, shut once the account is not ours."""

import asyncio
from time import monotonic

import pytest
from hypothesis import given
from hypothesis import strategies as st

from containers.automation.gate import SLOWEST_SECONDS, Gate, slower
from containers.automation.with_flow import at_once, require_known_generation
from containers.automation.worker import blocked_by
from dailies.domain.accounts import Account
from dailies.domain.errors import Cancelled, Fenced, SiteChanged
from dailies.domain.ids import AccountName
from dailies.domain.options import Options
from tests.store.makers import NOW, make_failure


def account(**fields: object) -> Account:
    return Account.model_validate({"name": AccountName("crew"), "updated_at": NOW, **fields})


def test_given_a_spacing_when_three_pass_at_once_then_each_waits_for_its_turn() -> None:
    gate = Gate(6.0, lambda: True, clock_factor=120)

    async def three() -> float:
        began = monotonic()
        await asyncio.gather(*(gate.pass_through() for _ in range(3)))
        return monotonic() - began

    assert asyncio.run(three()) >= 2 * 6.0 / 120


def test_given_the_account_is_lost_when_someone_would_pay_then_cancelled() -> None:
    with pytest.raises(Cancelled):
        asyncio.run(Gate(0, lambda: False).pass_through())


def test_given_the_account_is_lost_during_the_wait_when_its_turn_comes_then_cancelled() -> None:
    answers = iter([True, False])
    gate = Gate(1.0, lambda: next(answers), clock_factor=100)

    async def two() -> None:
        await gate.pass_through()
        await gate.pass_through()

    with pytest.raises(Cancelled):
        asyncio.run(two())


def test_given_a_long_wait_when_its_turn_has_not_come_then_the_work_still_shows_life(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("containers.automation.gate.SIGN_OF_LIFE_SECONDS", 0.01)
    gate, signs = Gate(10.0, lambda: True, clock_factor=100), []

    async def tell() -> None:
        signs.append(monotonic())

    async def two() -> None:
        await gate.pass_through()
        await gate.await_turn(tell)

    asyncio.run(two())
    assert len(signs) > 1


def test_given_the_work_is_taken_over_while_it_waits_when_told_then_it_pays_nothing() -> None:
    gate = Gate(1000.0, lambda: True)

    async def taken_over() -> None:
        raise Fenced("taken over")

    async def two() -> None:
        await gate.pass_through()
        await gate.await_turn(taken_over)

    with pytest.raises(Fenced):
        asyncio.run(two())


def test_given_a_gate_when_slowed_down_again_and_again_then_it_ends_at_the_slowest() -> None:
    gate = Gate(0, lambda: True)
    paces = []
    while gate.slow_down():
        paces.append(gate.spacing_seconds)
    assert paces == [10, 20, 40, 80, 160, SLOWEST_SECONDS]


@given(st.floats(min_value=0, max_value=SLOWEST_SECONDS))
def test_given_any_pace_when_the_site_says_too_quick_then_it_is_slower_and_bounded(pace: float) -> None:
    assert min(pace * 2, SLOWEST_SECONDS) <= slower(pace) <= SLOWEST_SECONDS


@pytest.mark.parametrize(
    ("concurrency", "outputs", "expected"), [(5, 1, 5), (5, 2, 2), (5, 4, 1), (3, 2, 1), (1, 4, 1)]
)
def test_given_what_an_account_allows_when_each_output_counts_then_so_many_items_at_once(
    concurrency: int, outputs: int, expected: int
) -> None:
    assert at_once(account(concurrency=concurrency), Options(outputs=outputs)) == expected


@pytest.mark.parametrize(("worked_before", "seen"), [(None, "flow-a"), ("flow-c", "flow-c")])
def test_given_a_generation_that_worked_or_a_new_account_when_seen_then_it_may_be_paid(
    worked_before: str | None, seen: str
) -> None:
    require_known_generation(account(pack=worked_before), seen)


def test_given_another_generation_than_worked_when_seen_then_nothing_is_paid() -> None:
    with pytest.raises(SiteChanged) as caught:
        require_known_generation(account(pack="flow-b"), "flow-c")
    assert (caught.value.failure.code, caught.value.failure.charged) == ("generation_changed", False)


def test_given_a_blocked_account_when_its_items_are_held_then_they_say_why() -> None:
    told = make_failure()
    assert blocked_by(told).failure.code == told.code


def test_given_a_blocked_account_without_a_reason_when_its_items_are_held_then_a_person_is_asked_for() -> (
    None
):
    assert blocked_by(None).failure.code == "account_blocked"
