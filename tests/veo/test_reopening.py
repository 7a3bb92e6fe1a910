"""Nothing is bought twice, whatever was lost between the paid request and its answer."""

import asyncio

import pytest

from containers.automation.sites.veo.connection import connect
from containers.automation.sites.veo.operation import begin
from containers.automation.sites.veo.request import build_config, build_source
from dailies.domain.errors import InvalidInput, SiteFailure
from dailies.domain.ledger import Spend

from .desk import PACE, Desk


@pytest.mark.parametrize("fault", ["reply_lost", "error_after_begin"])
def test_given_an_answer_lost_after_the_charge_when_looked_at_again_then_the_one_clip_comes_home(
    desk: Desk, fault: str
) -> None:
    desk.fault(fault)
    with pytest.raises(SiteFailure) as lost:
        asyncio.run(desk.buy())
    (outcome,) = asyncio.run(desk.found_again(desk.purchase()))
    assert (lost.value.failure.code, lost.value.failure.charged) == ("submit_unclear", None)
    assert (outcome.finished, len(desk.site.begun(desk.prompt)), desk.site.charged_clips(desk.prompt)) == (
        True,
        1,
        1,
    )


def test_given_an_answer_that_is_late_when_submitted_then_the_request_is_not_sent_again(desk: Desk) -> None:
    async def submit_briefly() -> None:
        pace = PACE.model_copy(update={"call_seconds": 0.5})
        async with desk.generator(pace=pace) as generator, generator.take(desk.evidence) as take:
            await desk.watched(take)

    desk.fault("reply_late", params={"seconds": 900})
    desk.fault("never_ends")
    with pytest.raises(SiteFailure) as lost:
        asyncio.run(submit_briefly())
    assert (lost.value.failure.code, len(desk.site.begun(desk.prompt))) == ("submit_unclear", 1)


@pytest.mark.parametrize(
    ("later", "state", "submitted"),
    [(PACE.longest + 1, Spend.ARMED, False), (0, Spend.REFUSED, False)],
)
def test_given_no_clip_when_nothing_can_come_any_more_then_it_was_never_submitted(
    desk: Desk, later: float, state: Spend, submitted: bool
) -> None:
    async def look() -> bool:
        async with (
            desk.generator(later=later) as generator,
            generator.reopen(desk.purchase(state), desk.evidence) as take,
        ):
            return take.submitted

    assert asyncio.run(look()) is submitted


def test_given_no_clip_when_one_may_still_come_then_nobody_can_tell(desk: Desk) -> None:
    async def look() -> None:
        async with (
            desk.generator(later=PACE.longest - 1) as generator,
            generator.reopen(desk.purchase(), desk.evidence),
        ):
            pytest.fail("it was told")

    with pytest.raises(SiteFailure) as unclear:
        asyncio.run(look())
    failure = unclear.value.failure
    assert (failure.code, failure.charged, failure.retryable) == ("submit_unclear", None, True)


def test_given_an_operation_when_reopened_then_it_is_followed_and_not_bought_again(desk: Desk) -> None:
    async def submit() -> str:
        async with desk.generator() as generator, generator.take(desk.evidence) as take:
            await take.prepare(desk.order())
            return await take.submit()

    purchase = desk.purchase(Spend.SUBMITTED, operation=asyncio.run(submit()))
    (outcome,) = asyncio.run(desk.found_again(purchase))
    assert (outcome.finished, len(desk.site.begun(desk.prompt))) == (True, 1)


def test_given_an_operation_that_is_forgotten_when_reopened_late_then_the_storage_tells(desk: Desk) -> None:
    async def look() -> list[bool]:
        async with desk.generator() as generator, generator.take(desk.evidence) as take:
            await desk.watched(take)
            purchase = desk.purchase(Spend.FINISHED, operation=take.operation, outputs=2)
        desk.fault("forgotten")
        async with (
            desk.generator(later=PACE.longest + 1) as generator,
            generator.reopen(purchase, desk.evidence) as again,
        ):
            return [outcome.finished for outcome in await again.watch(desk.note)]

    assert asyncio.run(look()) == [True, False]


@pytest.mark.parametrize(
    "place",
    [
        "gs://another-bucket/dailies/j1-1/",
        "gs://dailies-stage-takes/other/j1-1/",
        "gs://dailies-stage-takes/dailies/../x/",
        "https://flow.google.com/project/1",
    ],
)
def test_given_a_place_that_is_not_ours_when_reopened_then_it_is_refused(desk: Desk, place: str) -> None:
    async def look() -> None:
        async with desk.generator() as generator, generator.reopen(desk.purchase(place=place), desk.evidence):
            pytest.fail("it opened")

    with pytest.raises(InvalidInput):
        asyncio.run(look())


def test_given_nobody_listens_when_the_paid_request_is_sent_then_nothing_was_charged(desk: Desk) -> None:
    async def send() -> None:
        settings = desk.settings(veo_url="http://127.0.0.1:9")
        order = desk.order()
        async with connect(settings, "", PACE) as connection:
            await begin(
                connection,
                "veo-3.1-fast-generate-001",
                build_source(order),
                build_config(order, desk.purchase().place),
            )

    with pytest.raises(SiteFailure) as failed:
        asyncio.run(send())
    assert (failed.value.failure.code, failed.value.failure.charged) == ("site_unavailable", False)
