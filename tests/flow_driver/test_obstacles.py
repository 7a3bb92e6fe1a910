"""What stands between an order and its click, where the table of faults does not tell: refused before it is sent."""

from collections.abc import Callable
from typing import Any

import pytest

from containers.automation.sites.flow.axes import choices_of
from dailies.domain.errors import SiteFailure

from .studio import Studio

pytestmark = pytest.mark.browser


def test_given_an_upload_that_is_never_answered_when_given_up_then_it_is_named_and_nothing_was_sent(
    studio: Studio, run: Callable[[Any], Any]
) -> None:
    studio.site.fault("upload_unanswered", studio.account)
    hasty = studio.pace.model_copy(update={"upload_tries": 1})

    async def work() -> None:
        async with studio.take(hasty) as take:
            await take.prepare(studio.order())

    with pytest.raises(SiteFailure) as caught:
        run(work())
    assert (caught.value.failure.code, caught.value.failure.charged) == ("upload_unanswered", False)
    assert studio.site.actions(studio.account, "submission") == []


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
