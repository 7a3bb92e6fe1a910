"""A clip is kept only when it is the one that the storage holds, and whole."""

import asyncio
from collections.abc import Iterator

import pytest

from dailies.domain.errors import SiteFailure
from infra.local.flow.media_tools import examine

from .desk import PACE, Desk, Site


@pytest.fixture(autouse=True)
def _no_faults_after(site: Site) -> Iterator[None]:
    """The storage's faults know no prompt, so they are switched off."""
    yield
    site.clear_faults()


async def _download(desk: Desk, *faults: str) -> None:
    async with desk.generator() as generator, generator.take(desk.evidence) as take:
        await desk.watched(take)
        for name in faults:
            desk.site.fault(name, times=1)
        await take.download(1, desk.folder / "1.mp4")


def test_given_downloads_that_fail_at_first_when_downloaded_then_the_clip_is_whole(desk: Desk) -> None:
    asyncio.run(_download(desk, "download_cut", "download_error"))
    facts = asyncio.run(examine(desk.folder / "1.mp4"))
    assert (facts.frame_count, desk.site.charged_clips(desk.prompt)) == (12, 1)


@pytest.mark.parametrize("stored", ["truncated", "poster"])
def test_given_an_object_that_is_no_clip_when_downloaded_then_it_is_paid_for_and_not_kept(
    desk: Desk, stored: str
) -> None:
    desk.fault(stored)
    _assert_refused(desk)


def test_given_bytes_that_were_not_stored_when_downloaded_then_they_are_not_kept(desk: Desk) -> None:
    _assert_refused(desk, *["wrong_bytes"] * PACE.download_tries)


def _assert_refused(desk: Desk, *faults: str) -> None:
    with pytest.raises(SiteFailure) as failed:
        asyncio.run(_download(desk, *faults))
    failure = failed.value.failure
    assert (failure.code, failure.charged, failure.retryable) == ("download_failed", True, True)
    assert not list(desk.folder.glob("*.mp4*"))


def test_given_a_storage_that_refuses_when_prepared_then_nothing_is_bought(desk: Desk) -> None:
    desk.site.fault("storage_forbidden")
    with pytest.raises(SiteFailure) as refused:
        asyncio.run(desk.buy())
    failure = refused.value.failure
    assert (failure.code, failure.charged, "@" in failure.detail) == ("veo_unauthorised", False, False)
    assert not desk.site.begun(desk.prompt)
