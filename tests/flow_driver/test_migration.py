"""An account that the site moves to another generation: nothing is clicked blindly, nothing that was paid is lost."""

from collections.abc import Callable
from typing import Any

import pytest

from containers.automation.order import Prepared
from dailies.domain.errors import SiteChanged

from .studio import Studio, ignore

pytestmark = pytest.mark.browser
Run = Callable[[Any], Any]


async def buy(studio: Studio) -> Prepared:
    async with studio.take() as take:
        prepared = await take.prepare(studio.order())
        await take.submit()
    return prepared


def test_given_a_purchase_of_the_old_generation_when_moved_then_it_is_fetched_from_the_new_one(
    open_studio: Callable[..., Studio], run: Run
) -> None:
    studio = open_studio(generation="B")

    async def work() -> tuple[str | None, bool]:
        prepared = await buy(studio)
        studio.site.change(studio.account, generation="C")
        driver = studio.driver()
        await driver.ensure_signed_in()
        async with driver.reopen(studio.purchase(prepared), studio.evidence) as take:
            await take.watch(ignore)
            await take.download(1, studio.clip(1))
        return driver.pack, studio.clip(1).exists()

    assert run(work()) == ("flow-c", True)


@pytest.mark.parametrize(("before", "after"), [("B", "C"), ("A", "B")])
def test_given_a_move_between_two_takes_when_prepared_then_it_stops_before_anything_is_sent(
    open_studio: Callable[..., Studio], run: Run, before: str, after: str
) -> None:
    studio = open_studio(generation=before)

    async def work() -> None:
        driver = studio.driver()
        await driver.ensure_signed_in()
        studio.site.change(studio.account, generation=after)
        async with driver.take(studio.evidence) as take:
            await take.prepare(studio.order(duration=8))

    with pytest.raises(SiteChanged) as caught:
        run(work())
    assert (caught.value.failure.code, caught.value.failure.subject) == (
        "generation_changed",
        f"flow-{after.lower()}",
    )
    assert studio.site.actions(studio.account, "submission") == []


@pytest.mark.parametrize(("fault", "code"), [("moved_host", "site_moved"), ("page_changed", "ui_changed")])
def test_given_a_front_page_that_no_pack_knows_when_entered_then_it_says_what_changed(
    studio: Studio, run: Run, fault: str, code: str
) -> None:
    studio.site.fault(fault, studio.account)
    with pytest.raises(SiteChanged) as caught:
        run(studio.driver(studio.pace.model_copy(update={"page_seconds": 3})).ensure_signed_in())
    assert caught.value.failure.code == code
