"""What stands between an order and its click: got round, or refused before anything is sent."""

from collections.abc import Callable
from typing import Any

import pytest

from containers.automation.order import Prepared
from containers.automation.sites.flow.axes import choices_of
from dailies.domain.errors import DailiesError, SiteFailure

from .studio import Studio, all_at_once

pytestmark = pytest.mark.browser

Faults = list[tuple[str, dict[str, Any]]]
SURMOUNTABLE: Faults = [
    ("cookie_bar", {}),
    ("changelog", {}),
    ("agent_mode_on", {}),
    ("upload_unanswered", {"times": 1}),
    ("search_misses", {"times": 2}),
]
REFUSED: dict[str, tuple[Faults, dict[str, Any], str]] = {
    "model": ([("model_reverts", {})], {}, "settings_reverted"),
    "count": ([("count_reverts", {})], {"outputs": 3}, "settings_reverted"),
    "upload": ([("upload_unanswered", {})], {}, "upload_unanswered"),
    "minors": ([("minors_upload", {})], {}, "minors_upload"),
    "rights": ([("rights_dialog", {})], {}, "rights_dialog"),
    "credits": ([("credits", {})], {}, "credits"),
}
Tried = dict[str, tuple[Studio, Prepared | DailiesError]]


async def prepare(studio: Studio, changes: dict[str, Any]) -> Prepared:
    hasty = studio.pace.model_copy(update={"upload_seconds": 240, "upload_tries": 2})
    async with studio.take(hasty) as take:
        return await take.prepare(studio.order(**changes))


@pytest.fixture(scope="module")
def tried(open_studio: Callable[[], Studio], run: Callable[[Any], Any]) -> Tried:
    """Prepare an order against every obstacle, beside each other, an account each."""
    cases = {name: (faults, changes) for name, (faults, changes, _) in REFUSED.items()}
    cases["surmountable"] = (SURMOUNTABLE, {"image_use": "references", "duration": 8})
    studios = {name: open_studio() for name in cases}
    for name, (faults, _) in cases.items():
        for fault, rule in faults:
            studios[name].site.fault(fault, studios[name].account, **rule)
    answers = run(all_at_once([prepare(studios[name], changes) for name, (_, changes) in cases.items()]))
    return {name: (studios[name], answer) for name, answer in zip(cases, answers, strict=True)}


def test_given_obstacles_that_give_way_when_prepared_then_the_order_stands(tried: Tried) -> None:
    assert isinstance(tried["surmountable"][1], Prepared)


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
    studio = tried["rights"][0]
    sent = [studio.site.actions(studio.account, kind) for kind in ("rights_accepted", "upload")]
    assert sent == [[], []]


def test_given_an_unanswered_upload_when_tried_again_then_it_has_another_name(tried: Tried) -> None:
    studio = tried["surmountable"][0]
    names = [upload["name"] for upload in studio.site.actions(studio.account, "upload")]
    assert len(set(names)) == len(names) == 2


def test_given_a_setting_that_changed_later_when_read_back_then_the_click_is_not_reached(
    studio: Studio, run: Callable[[Any], Any]
) -> None:
    changed: list[dict[str, Any]] = [
        {"aspect": "landscape"},
        {"outputs": 2},
        {"duration": 8},
        {"model": "Veo 3.1 - Lite"},
    ]

    async def work() -> list[str | None]:
        async with studio.take() as take:
            await take.prepare(studio.order())
            told = []
            for change in changed:
                with pytest.raises(SiteFailure) as caught:
                    await take._project.settings.confirm(choices_of(studio.order(**change)))
                told.append(caught.value.failure.subject)
            return told

    assert run(work()) == ["aspect landscape", "outputs 2", "duration 8", "model Veo 3.1 - Lite"]
