"""What the site says in a tile: read inside our own tiles, named, and never paid twice."""

from collections.abc import Callable
from typing import Any

import pytest

from containers.automation.order import Outcome
from dailies.domain.errors import DailiesError

from .studio import Studio, all_at_once

pytestmark = pytest.mark.browser

QUEUE = "Your video has been scheduled and is waiting in the queue due to high demand."
QUOTING = "A sign says: Failed. This prompt might violate our policies about generating prominent people. 99%"
ANSWERS = {
    "high_demand": ("high_demand", True, False),
    "prominent_people": ("prominent_people", False, False),
    "unknown_message": ("unknown", False, False),
    "unusual_activity": ("unusual_activity", False, False),
    "throttled": ("throttled", True, False),
}
ACCOUNT_WIDE = {"unusual_activity", "throttled"}
# The same sentence in a passing notice, with no tile at all.
AS_NOTICE = {"throttled"}
WAITED_OUT = {"blank_tile": {"prompt": QUEUE}, "queued_notice": {"prompt": QUOTING}}
# The generations that show the prompt on every tile.
ELSEWHERE: dict[str, dict[str, Any]] = {
    "queued_notice in A": {"prompt": QUOTING, "duration": 8},
    "queued_notice in B": {"prompt": QUOTING},
}
Answered = dict[str, tuple[Studio, tuple[Outcome, ...] | DailiesError]]


async def submit_and_watch(studio: Studio, **changes: Any) -> tuple[Outcome, ...]:
    async with studio.take() as take:
        await take.prepare(studio.order(**changes))
        await take.submit()
        return await take.watch(studio.note)


@pytest.fixture(scope="module")
def answered(open_studio: Callable[..., Studio], run: Callable[[Any], Any]) -> Answered:
    """Run every take of this module beside each other, an account and a fault each."""
    refused: dict[str, dict[str, Any]] = {fault: {} for fault in ANSWERS}
    changes = {**refused, **WAITED_OUT, **ELSEWHERE, "one_of_two_fails": {"outputs": 2}}
    studios = {name: open_studio(generation=name[-1] if name in ELSEWHERE else "C") for name in changes}
    for name, studio in studios.items():
        params = {"as": "notice"} if name in AS_NOTICE else {}
        studio.site.fault(name.split(" in ")[0], studio.account, params=params)
    answers = run(all_at_once([submit_and_watch(studios[name], **changes[name]) for name in changes]))
    return {name: (studios[name], answer) for name, answer in zip(changes, answers, strict=True)}


@pytest.mark.parametrize("fault", sorted(ANSWERS))
def test_given_a_sentence_in_the_tile_when_watched_then_it_is_named(answered: Answered, fault: str) -> None:
    answer = answered[fault][1]
    failure = answer.failure if isinstance(answer, DailiesError) else answer[0].failure
    assert failure is not None
    assert (failure.code, failure.retryable, failure.charged) == ANSWERS[fault]


@pytest.mark.parametrize("fault", sorted(ANSWERS))
def test_given_a_verdict_on_the_account_when_watched_then_only_that_is_raised(
    answered: Answered, fault: str
) -> None:
    assert isinstance(answered[fault][1], DailiesError) == (fault in ACCOUNT_WIDE)


@pytest.mark.parametrize("fault", sorted(ANSWERS))
def test_given_a_refusal_when_it_is_over_then_one_click_was_made_and_nothing_paid(
    answered: Answered, fault: str
) -> None:
    studio = answered[fault][0]
    clicks = studio.site.actions(studio.account, "submission")
    bill = studio.site.bill(studio.account)
    assert (len(clicks), bill["spent"]) == (1, 0)


@pytest.mark.parametrize("fault", sorted(ANSWERS))
def test_given_a_failure_when_it_is_over_then_its_evidence_is_kept(answered: Answered, fault: str) -> None:
    folder = answered[fault][0].evidence
    assert {path.name for path in folder.iterdir()} == {"screenshot.png", "page.html", "trace.zip"}


@pytest.mark.parametrize("case", sorted(WAITED_OUT | ELSEWHERE))
def test_given_what_only_looks_like_a_failure_when_watched_then_the_video_is_made(
    answered: Answered, case: str
) -> None:
    answer = answered[case][1]
    assert not isinstance(answer, DailiesError)
    assert [outcome.finished for outcome in answer] == [True]


def test_given_one_of_two_fails_when_watched_then_the_other_can_be_had(answered: Answered) -> None:
    answer = answered["one_of_two_fails"][1]
    assert not isinstance(answer, DailiesError)
    assert [outcome.finished for outcome in answer] == [True, False]


@pytest.mark.parametrize("case", sorted(WAITED_OUT | ELSEWHERE))
def test_given_a_queue_when_told_of_progress_then_it_is_the_site_s_and_not_the_prompt_s(
    answered: Answered, case: str
) -> None:
    told = any(progress.queued for progress in answered[case][0].told)
    assert told == case.startswith("queued_notice")
