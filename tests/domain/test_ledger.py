from datetime import UTC, datetime

import pytest

from dailies.domain.ids import JobId, Owner, item_id
from dailies.domain.ledger import SPEND_TRANSITIONS, Purchase, Spend, Step, next_step

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def purchase(state: Spend, *, run: int = 1) -> Purchase:
    job = JobId("j")
    return Purchase(
        owner=Owner("o"),
        job_id=job,
        item_id=item_id(job, 1),
        number=1,
        run=run,
        prompt="rain",
        model="Veo 3.1 - Fast",
        state=state,
        place="https://site.test/project/1",
        created_at=NOW,
        updated_at=NOW,
    )


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (Spend.PLANNED, Step.BUY),
        (Spend.ARMED, Step.LOOK),
        (Spend.SUBMITTED, Step.FOLLOW),
        (Spend.FINISHED, Step.DOWNLOAD),
        (Spend.DOWNLOADED, Step.DOWNLOAD),
        (Spend.PUBLISHED, Step.SETTLE),
        (Spend.REFUSED, Step.BUY),
        (Spend.ABANDONED, Step.BUY),
    ],
)
def test_given_a_purchase_when_its_worker_died_then_the_next_attempt_goes_on_from_there(
    state: Spend, expected: Step
) -> None:
    assert next_step(purchase(state), 1) is expected


def test_given_no_purchase_when_an_item_begins_then_it_buys() -> None:
    assert next_step(None, 1) is Step.BUY


def test_given_another_take_is_wanted_when_the_last_is_published_then_it_buys_again() -> None:
    assert next_step(purchase(Spend.PUBLISHED), 2) is Step.BUY


@pytest.mark.parametrize("state", [Spend.ARMED, Spend.SUBMITTED, Spend.FINISHED, Spend.DOWNLOADED])
def test_given_another_take_is_wanted_when_money_may_be_out_then_it_is_brought_home_first(
    state: Spend,
) -> None:
    assert next_step(purchase(state), 2) is not Step.BUY


def test_given_a_state_after_the_click_when_left_then_never_back_to_before_it() -> None:
    after = {Spend.SUBMITTED, Spend.FINISHED, Spend.DOWNLOADED, Spend.PUBLISHED}
    before = {Spend.PLANNED, Spend.ARMED, Spend.ABANDONED}
    assert not any(SPEND_TRANSITIONS[state] & before for state in after)


@pytest.mark.parametrize("state", Spend)
def test_given_a_purchase_when_asked_whether_it_is_open_then_as_its_next_step_goes_on_with_it(
    state: Spend,
) -> None:
    goes_on = next_step(purchase(state), 1) in {Step.LOOK, Step.FOLLOW, Step.DOWNLOAD}
    assert purchase(state).is_open is goes_on


def test_given_a_planned_purchase_when_given_up_then_it_was_never_armed() -> None:
    assert not purchase(Spend.ABANDONED).was_armed


def test_given_a_refused_purchase_when_it_had_been_armed_then_it_may_be_looked_at_again() -> None:
    assert purchase(Spend.REFUSED).model_copy(update={"armed_on": NOW.date()}).was_armed
