"""What the site says in a tile: read inside our own tiles, named, and never paid twice."""

from collections.abc import Callable
from typing import Any

import pytest

from containers.automation.sites.flow.order import Outcome
from dailies.domain.errors import DailiesError

from .studio import Studio, all_at_once, ignore

pytestmark = pytest.mark.browser

QUOTING = "A sign says: Failed. This prompt might violate our policies about generating prominent people. 99%"
ANSWERS = {
    "high_demand": ("high_demand", True, False),
    "prominent_people": ("prominent_people", False, False),
    "policy_terms": ("policy", False, False),
    "audio_filtered": ("audio_filtered", True, False),
    "transient_unknown": ("transient_unknown", True, False),
    "unknown_message": ("unknown", False, False),
    "unusual_activity": ("unusual_activity", False, False),
    "throttled": ("throttled", True, False),
}
ACCOUNT_WIDE = {"unusual_activity", "throttled"}
Answered = dict[str, tuple[Studio, tuple[Outcome, ...] | DailiesError]]


async def submit_and_watch(studio: Studio, **changes: Any) -> tuple[Outcome, ...]:
    async with studio.take() as take:
        await take.prepare(studio.order(**changes))
        await take.submit()
        return await take.watch(ignore)


@pytest.fixture(scope="module")
def answered(open_studio: Callable[[], Studio], run: Callable[[Any], Any]) -> Answered:
    """Run every take of this module beside each other, an account and a fault each."""
    special: dict[str, dict[str, Any]] = {
        "one_of_two_fails": {"outputs": 2},
        "blank_tile": {},
        "queued_notice": {},
        "quoting": {"prompt": QUOTING},
    }
    changes = {**dict.fromkeys(ANSWERS, {}), **special}
    studios = {name: open_studio() for name in changes}
    for name, studio in studios.items():
        if name != "quoting":
            studio.site.fault(name, studio.account)
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


@pytest.mark.parametrize("case", ["blank_tile", "queued_notice", "quoting"])
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
