"""After a crash the project is looked at, and what was paid for is found."""

import hashlib
import uuid
from collections.abc import Callable
from typing import Any

import pytest

from containers.automation.order import Prepared
from containers.automation.sites.flow.browser import open_browser
from dailies.domain.errors import InvalidInput, SiteFailure

from .studio import Studio, ignore

pytestmark = pytest.mark.browser
Run = Callable[[Any], Any]


def test_given_the_reply_of_the_click_is_lost_when_reopened_then_both_videos_are_found(
    studio: Studio, run: Run
) -> None:
    studio.site.fault("submit_reply_lost", studio.account)

    order = studio.order(outputs=2)

    async def work() -> SiteFailure:
        driver = studio.driver(studio.pace.model_copy(update={"submit_seconds": 120}))
        await driver.ensure_signed_in()
        async with driver.take(studio.evidence) as take:
            prepared = await take.prepare(order)
            with pytest.raises(SiteFailure) as caught:
                await take.submit()
        for numbers in ((1, 2), (2, 1)):
            async with driver.reopen(studio.purchase(prepared, order), studio.evidence) as again:
                assert again.submitted
                await again.watch(ignore)
                for number in numbers:
                    await again.download(number, studio.folder / f"{numbers[0]}-{number}.mp4")
        return caught.value

    lost = run(work())
    assert (lost.failure.code, lost.failure.charged) == ("submit_unclear", None)
    saved = {p.stem: hashlib.sha256(p.read_bytes()).hexdigest() for p in studio.folder.glob("*.mp4")}
    assert saved["1-1"] == saved["2-1"] != saved["1-2"] == saved["2-2"]
    assert len(studio.site.actions(studio.account, "submission")) == 1


def test_given_a_click_that_was_never_made_when_reopened_then_nothing_was_submitted(
    studio: Studio, run: Run
) -> None:
    async def work() -> bool:
        driver = studio.driver()
        await driver.ensure_signed_in()
        async with driver.take(studio.evidence) as take:
            prepared = await take.prepare(studio.order())
        async with driver.reopen(studio.purchase(prepared), studio.evidence) as again:
            return again.submitted

    assert run(work()) is False


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


def test_given_an_address_elsewhere_when_reopened_then_it_is_refused(studio: Studio, run: Run) -> None:
    async def work() -> None:
        driver = studio.driver()
        await driver.ensure_signed_in()
        elsewhere = Prepared(place=f"https://elsewhere.example/project/{uuid.uuid4()}", credits=0)
        async with driver.reopen(studio.purchase(elsewhere), studio.evidence):
            pass

    with pytest.raises(InvalidInput):
        run(work())


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
