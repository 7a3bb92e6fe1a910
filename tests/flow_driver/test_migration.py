"""An account that the site moves to another generation: nothing is clicked blindly, nothing that was paid is lost."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from dailies.domain.errors import SiteChanged

from .studio import Studio, ignore

pytestmark = pytest.mark.browser
Run = Callable[[Any], Any]


def test_given_a_purchase_of_the_old_generation_when_moved_then_each_clip_is_fetched_from_the_new_one(
    open_studio: Callable[..., Studio], run: Run
) -> None:
    studio = open_studio(generation="B")
    order = studio.order(outputs=2)

    async def work() -> str | None:
        async with studio.take() as take:
            prepared = await take.prepare(order)
            await take.submit()
        studio.site.change(studio.account, generation="C")
        driver = studio.driver()
        await driver.ensure_signed_in()
        async with driver.reopen(studio.purchase(prepared, order), studio.evidence) as take:
            await take.watch(ignore)
            for output in (2, 1):
                await take.download(output, studio.clip(output))
        return driver.pack

    assert run(work()) == "flow-c"
    made = {clip["output"]: clip["sha256"] for clip in studio.site.clips(studio.account)}
    saved = {n: hashlib.sha256(studio.clip(n).read_bytes()).hexdigest() for n in (1, 2)}
    assert saved == made
    assert len(studio.site.actions(studio.account, "submission")) == 1


def test_given_a_move_between_two_takes_when_prepared_then_it_stops_before_anything_is_sent(
    open_studio: Callable[..., Studio], run: Run
) -> None:
    studio = open_studio(generation="A")

    async def work() -> None:
        driver = studio.driver()
        await driver.ensure_signed_in()
        studio.site.change(studio.account, generation="B")
        async with driver.take(studio.evidence) as take:
            await take.prepare(studio.order(duration=8))

    with pytest.raises(SiteChanged) as caught:
        run(work())
    failure = caught.value.failure
    assert (failure.code, failure.subject) == ("generation_changed", "flow-b")
    assert studio.site.actions(studio.account, "submission") == []
