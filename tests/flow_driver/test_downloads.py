"""A paid clip is fetched until it is whole, and never bought again."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from dailies.domain.errors import SiteFailure

from .studio import Studio, ignore

pytestmark = pytest.mark.browser
Run = Callable[[Any], Any]


async def take_and_download(studio: Studio, tries: int) -> None:
    async with studio.take(studio.pace.model_copy(update={"download_tries": tries})) as take:
        await take.prepare(studio.order())
        await take.submit()
        await take.watch(ignore)
        await take.download(1, studio.clip(1))


def test_given_every_way_to_spoil_a_download_when_tried_again_then_the_clip_is_whole(
    studio: Studio, run: Run
) -> None:
    faults = ("download_404", "download_reset", "download_poster", "download_empty")
    for attempt, fault in enumerate(faults, start=1):
        params = {"seconds": 1e9} if fault == "download_404" else {}
        studio.site.fault(fault, studio.account, attempts=[attempt], params=params)
    run(take_and_download(studio, tries=5))
    (clip,) = studio.site.clips(studio.account)
    assert (clip["downloads"], clip["sha256"]) == (
        5,
        hashlib.sha256(studio.clip(1).read_bytes()).hexdigest(),
    )
    assert len(studio.site.bill(studio.account)["charges"]) == 1


def test_given_a_download_that_never_comes_when_given_up_then_it_is_paid_and_can_be_fetched_later(
    studio: Studio, run: Run
) -> None:
    studio.site.fault("download_poster", studio.account)
    with pytest.raises(SiteFailure) as caught:
        run(take_and_download(studio, tries=2))
    failure = caught.value.failure
    assert (failure.code, failure.charged, failure.retryable) == ("download_failed", True, True)
    assert list(studio.folder.glob("*.mp4*")) == []
