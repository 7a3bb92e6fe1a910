"""What is not there any more: a project that cannot be reopened, a browser that died after the click."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest

from containers.automation.order import Prepared
from containers.automation.sites.flow.browser import open_browser
from dailies.domain.errors import SiteFailure

from .studio import Studio

pytestmark = pytest.mark.browser
Run = Callable[[Any], Any]


def test_given_a_project_that_is_gone_when_reopened_then_nobody_can_tell_what_it_cost(
    studio: Studio, run: Run
) -> None:
    async def work() -> None:
        driver = studio.driver()
        await driver.ensure_signed_in()
        gone = Prepared(place=f"{studio.site.url}/project/{uuid.uuid4()}", credits=0)
        async with driver.reopen(studio.purchase(gone), studio.evidence):
            pass

    with pytest.raises(SiteFailure) as caught:
        run(work())
    assert (caught.value.failure.code, caught.value.failure.charged) == ("page_missing", None)


def test_given_the_browser_dies_after_the_click_when_watched_then_nobody_can_tell_what_it_cost(
    studio: Studio, run: Run
) -> None:
    studio.site.fault("stuck", studio.account)

    async def work() -> Prepared:
        async with open_browser() as browser:
            studio.browser = browser
            async with studio.take() as take:
                prepared = await take.prepare(studio.order())
                await take.submit()

                async def kill(_: object) -> None:
                    await browser.close()

                await take.watch(kill)
        return prepared

    with pytest.raises(SiteFailure) as caught:
        run(work())
    assert (caught.value.failure.code, caught.value.failure.charged) == ("browser_lost", None)
