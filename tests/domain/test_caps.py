import pytest
from hypothesis import given
from hypothesis import strategies as st

from dailies.domain.caps import Caps, Spent, cap_reached, credits_left, not_charged

credit = st.integers(min_value=0, max_value=10_000)
limit = st.none() | credit


@pytest.mark.parametrize(
    ("caps", "spent", "expected"),
    [
        (Caps(), Spent(900, 900, 900), None),
        (Caps(job=100), Spent(job=40), 60),
        (Caps(job=100, account_day=50), Spent(job=40, account_day=20), 30),
        (Caps(account_day=50, all_day=500), Spent(account_day=20, all_day=490), 10),
        (Caps(job=10), Spent(job=30), 0),
    ],
)
def test_given_caps_when_asked_what_is_left_then_the_tightest_says(
    caps: Caps, spent: Spent, expected: int | None
) -> None:
    assert credits_left(caps, spent) == expected


@pytest.mark.parametrize(
    ("caps", "code"),
    [
        (Caps(job=59), "cap_job"),
        (Caps(account_day=59), "cap_account"),
        (Caps(all_day=59), "cap_day"),
        (Caps(job=59, all_day=59), "cap_job"),
    ],
)
def test_given_40_credits_are_spent_when_20_more_pass_a_cap_then_it_is_named(caps: Caps, code: str) -> None:
    reached = cap_reached(caps, Spent(40, 40, 40), 20)
    assert reached is not None
    assert (reached.failure.code, reached.failure.charged, reached.failure.retryable) == (code, False, True)


@given(
    caps=st.builds(Caps, limit, limit, limit), spent=st.builds(Spent, credit, credit, credit), price=credit
)
def test_given_any_caps_when_a_price_is_above_what_is_left_then_and_only_then_a_cap_is_reached(
    caps: Caps, spent: Spent, price: int
) -> None:
    left = credits_left(caps, spent)
    assert (cap_reached(caps, spent, price) is not None) is (left is not None and price > left)


@pytest.mark.parametrize(
    ("quoted", "outputs", "disclaimed", "back"),
    [(40, 2, 1, 20), (40, 2, 2, 40), (40, 2, 0, 0), (20, 1, 1, 20), (0, 4, 4, 0), (10, 3, 1, 3)],
)
def test_given_a_price_when_outputs_were_not_charged_then_their_share_is_given_back(
    quoted: int, outputs: int, disclaimed: int, back: int
) -> None:
    assert not_charged(quoted, outputs, disclaimed) == back
