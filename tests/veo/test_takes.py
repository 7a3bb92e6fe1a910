"""A whole purchase over real HTTP: what is sent, what comes back, what it costs."""

import asyncio
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from containers.automation.order import Order, OrderImage
from containers.automation.sites.veo.generator import open_veo
from dailies.domain.errors import Conflict, InvalidInput, SiteBlocked, SiteFailure
from dailies.domain.options import Aspect, ImageUse, TakeResolution
from infra.local.flow.media_tools import examine

from .desk import PACE, Desk


def test_given_an_order_when_taken_to_its_end_then_each_clip_is_whole_and_billed_once(desk: Desk) -> None:
    async def take_it() -> list[tuple[int, int, int, bool]]:
        async with desk.generator() as generator, generator.take(desk.evidence) as take:
            outcomes = await desk.watched(take, outputs=2)
            paths = [desk.folder / f"{outcome.output}.mp4" for outcome in outcomes if outcome.finished]
            for number, path in enumerate(paths, start=1):
                await take.download(number, path)
            facts = [await examine(path) for path in paths]
            return [(one.frame_count, one.width, one.height, one.has_audio) for one in facts]

    clips = asyncio.run(take_it())
    assert (clips, desk.site.charged_clips(desk.prompt)) == ([(12, 720, 1280, True)] * 2, 2)


def test_given_the_bill_when_a_clip_was_made_then_it_names_the_price_of_the_catalogue(desk: Desk) -> None:
    asyncio.run(desk.buy())
    rows = desk.site.client.get("/__bill").json()["charges"]
    (charge,) = [row for row in rows if row["prompt"] == desk.prompt]
    assert Decimal(charge["usd"]) == Decimal("0.80")


def test_given_references_when_submitted_then_every_setting_is_sent_by_name(
    desk: Desk, picture: Path
) -> None:
    image = OrderImage(path=picture, name="dog.png", content_type="image/png")
    begun = _submit(desk, desk.order(images=(image, image, image), outputs=2, audio=False))
    assert (begun["uses"], begun["pictures"]) == (["referenceImages"], 3)
    assert begun["parameters"] == {
        "storageUri": f"gs://dailies-stage-takes/dailies/{desk.reference}/",
        "sampleCount": 2,
        "durationSeconds": 8,
        "aspectRatio": "9:16",
        "resolution": "720p",
        "personGeneration": "allow_adult",
        "generateAudio": False,
    }


def test_given_two_frames_when_submitted_then_they_are_the_first_and_the_last(
    desk: Desk, picture: Path
) -> None:
    image = OrderImage(path=picture, name="dog.png", content_type="image/png")
    begun = _submit(
        desk,
        desk.order(
            images=(image, image),
            image_use=ImageUse.FRAMES,
            duration=4,
            aspect=Aspect.LANDSCAPE,
            resolution=TakeResolution.HD1080,
        ),
    )
    sent = begun["parameters"]
    assert (begun["uses"], sent["durationSeconds"], sent["aspectRatio"], sent["resolution"]) == (
        ["image", "lastFrame"],
        4,
        "16:9",
        "1080p",
    )


def _submit(desk: Desk, order: Order) -> dict[str, Any]:
    async def submit() -> None:
        async with desk.generator() as generator, generator.take(desk.evidence) as take:
            await take.prepare(order)
            await take.submit()

    desk.fault("never_ends")
    asyncio.run(submit())
    (begun,) = desk.site.begun(desk.prompt)
    return begun


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"duration": 4}, "not_offered"),
        ({"model": "Omni 1.1 Flash"}, "unknown_model"),
    ],
)
def test_given_what_the_provider_lacks_when_prepared_then_it_is_refused_by_name(
    desk: Desk, changes: dict[str, object], code: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        asyncio.run(desk.buy(**changes))
    assert (refused.value.failure.code, desk.site.begun(desk.prompt)) == (code, [])


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        ("rate_limited", SiteFailure, "throttled"),
        ("daily_quota", SiteFailure, "quota_daily"),
        ("unauthorised", SiteBlocked, "veo_unauthorised"),
        ("forbidden", SiteBlocked, "veo_unauthorised"),
        ("prompt_refused", SiteFailure, "prominent_people"),
    ],
)
def test_given_a_refusal_of_the_paid_request_when_submitted_then_it_is_named_and_nothing_was_charged(
    desk: Desk, fault: str, kind: type[SiteFailure], code: str
) -> None:
    desk.fault(fault)
    with pytest.raises(kind) as refused:
        asyncio.run(desk.buy())
    failure = refused.value.failure
    assert (failure.code, failure.charged, "@" in failure.detail) == (code, False, False)


def test_given_a_refused_purchase_when_it_fails_then_the_evidence_names_it(desk: Desk) -> None:
    desk.fault("prompt_refused")
    with pytest.raises(SiteFailure):
        asyncio.run(desk.buy())
    assert desk.reference in (desk.evidence / "provider.json").read_text()


def test_given_some_outputs_filtered_when_watched_then_the_others_are_kept_and_only_they_are_billed(
    desk: Desk,
) -> None:
    desk.fault("filtered")
    kept, held = asyncio.run(desk.buy(outputs=2))
    assert held.failure is not None
    assert (kept.finished, held.failure.code, held.failure.charged) == (True, "minors", False)
    assert desk.site.charged_clips(desk.prompt) == 1


def test_given_all_outputs_filtered_when_watched_then_each_has_its_reason(desk: Desk) -> None:
    desk.fault("filtered", params={"outputs": 2, "reason": "We hold this back. Support codes: 61493863"})
    outcomes = asyncio.run(desk.buy(outputs=2))
    assert [outcome.failure.code for outcome in outcomes if outcome.failure] == ["policy", "policy"]


def test_given_an_operation_that_ends_in_high_load_when_watched_then_it_may_be_tried_again(
    desk: Desk,
) -> None:
    desk.fault("operation_error")
    (outcome,) = asyncio.run(desk.buy())
    assert outcome.failure is not None
    assert (outcome.failure.code, outcome.failure.retryable, outcome.failure.charged) == (
        "high_demand",
        True,
        False,
    )


def test_given_polls_that_fail_when_watched_then_the_clip_still_arrives(desk: Desk) -> None:
    desk.fault("poll_error", times=2)
    (outcome,) = asyncio.run(desk.buy())
    assert outcome.finished


def test_given_an_operation_that_never_ends_when_watched_then_it_is_stuck_and_perhaps_paid(
    desk: Desk,
) -> None:
    async def wait_briefly() -> None:
        pace = PACE.model_copy(update={"generation_seconds": 1, "generation_floor": 0.3})
        async with desk.generator(pace=pace) as generator, generator.take(desk.evidence) as take:
            await desk.watched(take)

    desk.fault("never_ends")
    with pytest.raises(SiteFailure) as failed:
        asyncio.run(wait_briefly())
    assert (failed.value.failure.code, failed.value.failure.charged) == ("stuck", None)


def test_given_a_take_that_was_submitted_when_submitted_again_then_nothing_is_sent(desk: Desk) -> None:
    async def submit_twice() -> None:
        async with desk.generator() as generator, generator.take(desk.evidence) as take:
            await take.prepare(desk.order())
            await take.submit()
            await take.submit()

    desk.fault("never_ends")
    with pytest.raises(Conflict):
        asyncio.run(submit_twice())
    assert len(desk.site.begun(desk.prompt)) == 1


def test_given_a_prefix_that_holds_clips_when_prepared_then_nothing_is_bought(desk: Desk) -> None:
    asyncio.run(desk.buy())
    with pytest.raises(SiteFailure) as refused:
        asyncio.run(desk.buy())
    assert (refused.value.failure.code, len(desk.site.begun(desk.prompt))) == ("unexpected_clips", 1)


def test_given_no_project_when_opened_then_a_person_is_asked_to_set_it_up(desk: Desk) -> None:
    async def open_it() -> None:
        async with open_veo(desk.settings(veo_project=""), ""):
            pytest.fail("it opened")

    with pytest.raises(SiteBlocked):
        asyncio.run(open_it())
