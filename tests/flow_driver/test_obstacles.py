"""What stands between an order and its click: got round, or refused before anything is sent."""

from collections.abc import Callable
from typing import Any

import pytest

from containers.automation.sites.flow.order import Prepared
from dailies.domain.errors import DailiesError

from .studio import Studio, all_at_once

pytestmark = pytest.mark.browser

WITH_IMAGE = {"image_use": "ingredients", "duration_seconds": 8}
PASSED: dict[str, tuple[list[tuple[str, dict[str, Any]]], dict[str, Any]]] = {
    "overlays": ([("cookie_bar", {}), ("changelog", {}), ("agent_mode_on", {})], {}),
    "upload_unanswered_once": ([("upload_unanswered", {"times": 1})], {}),
    "search_misses": ([("search_misses", {"times": 2})], WITH_IMAGE),
}
REFUSED: dict[str, tuple[list[tuple[str, dict[str, Any]]], dict[str, Any], str]] = {
    "model_reverts": ([("model_reverts", {})], {}, "settings_reverted"),
    "count_reverts": ([("count_reverts", {})], {"outputs": 3}, "settings_reverted"),
    "upload_never_answered": ([("upload_unanswered", {})], {}, "upload_unanswered"),
    "minors_upload": ([("minors_upload", {})], {}, "minors_upload"),
    "rights_dialog": ([("rights_dialog", {})], {}, "rights_dialog"),
    "credits": ([("credits", {})], {}, "credits"),
    "price": ([], {"max_credits": 9}, "price_above_limit"),
    "model": ([], {"model": "Veo 3.1"}, "model_unavailable"),
}
Tried = dict[str, tuple[Studio, Prepared | DailiesError]]


async def prepare(studio: Studio, changes: dict[str, Any]) -> Prepared:
    hasty = studio.pace.model_copy(update={"upload_seconds": 300})
    async with studio.take(hasty) as take:
        return await take.prepare(studio.order(**changes))


@pytest.fixture(scope="module")
def tried(open_studio: Callable[[], Studio], run: Callable[[Any], Any]) -> Tried:
    """Prepare an order against every obstacle, beside each other, an account each."""
    cases = {**{name: (faults, changes) for name, (faults, changes, _) in REFUSED.items()}, **PASSED}
    studios = {name: open_studio() for name in cases}
    for name, (faults, _) in cases.items():
        for fault, rule in faults:
            studios[name].site.fault(fault, studios[name].account, **rule)
    answers = run(all_at_once([prepare(studios[name], changes) for name, (_, changes) in cases.items()]))
    return {name: (studios[name], answer) for name, answer in zip(cases, answers, strict=True)}


@pytest.mark.parametrize("case", sorted(PASSED))
def test_given_an_obstacle_when_prepared_then_it_is_got_round(tried: Tried, case: str) -> None:
    assert isinstance(tried[case][1], Prepared)


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_given_an_obstacle_when_it_stands_then_its_name_is_told(tried: Tried, case: str) -> None:
    answer = tried[case][1]
    assert isinstance(answer, DailiesError)
    assert (answer.failure.code, answer.failure.charged) == (REFUSED[case][2], False)


@pytest.mark.parametrize("case", sorted(REFUSED))
def test_given_a_refused_order_when_it_is_over_then_nothing_was_sent(tried: Tried, case: str) -> None:
    studio = tried[case][0]
    assert studio.site.actions(studio.account, "submission") == []


def test_given_the_rights_dialog_when_met_then_nobody_answered_it(tried: Tried) -> None:
    studio = tried["rights_dialog"][0]
    sent = [studio.site.actions(studio.account, kind) for kind in ("rights_accepted", "upload")]
    assert sent == [[], []]


def test_given_an_unanswered_upload_when_tried_again_then_it_has_another_name(tried: Tried) -> None:
    studio = tried["upload_unanswered_once"][0]
    names = [upload["name"] for upload in studio.site.actions(studio.account, "upload")]
    assert len(set(names)) == len(names) == 2
