"""The dialog before upscaling: how long each quality takes, and which takes are left out and why."""

import re

import pytest
from playwright.sync_api import Locator, expect

from dailies.domain.ids import Owner, VideoId
from tests.stage.client import Api
from tests.web.gallery import Gallery
from tests.web.job_page import JobPage
from tests.web.reels import Reels, Shot

pytestmark = [pytest.mark.stage, pytest.mark.browser, pytest.mark.ffmpeg]


def _dialog(gallery: Gallery, job_id: str, takes: int) -> Locator:
    job = JobPage(gallery.open(f"/jobs/{job_id}"))
    job.takes.nth(takes - 1).wait_for()
    job.page.keyboard.press("Control+a")
    job.page.keyboard.press("u")
    return job.page.get_by_role("dialog", name="Upscale to 4K")


def test_given_takes_in_4k_and_of_that_size_when_upscaling_is_asked_for_then_both_are_left_out_with_the_reason(
    gallery: Gallery, api: Api, reels: Reels
) -> None:
    job = reels.make((Shot(large=True), Shot()))
    _enlarge(reels, api, api.videos(job)[2]["video_id"])
    dialog = _dialog(gallery, job, takes=4)
    expect(dialog).to_contain_text("1 take is there in this quality already")
    expect(dialog).to_contain_text("1 take is that large already")
    expect(dialog.locator(".quality-time")).to_have_text([re.compile(r"about \d")] * 3)
    expect(dialog.get_by_role("button", name="Upscale 2 takes")).to_be_enabled()
    dialog.get_by_text("High", exact=True).click()
    expect(dialog.get_by_role("button", name="Upscale 3 takes")).to_be_enabled()


def test_given_only_takes_of_that_size_when_upscaling_is_asked_for_then_it_cannot_be_started(
    gallery: Gallery, api: Api, reels: Reels
) -> None:
    job = reels.make((Shot(),))
    for take in api.videos(job):
        _enlarge(reels, api, take["video_id"])
    dialog = _dialog(gallery, job, takes=2)
    expect(dialog).to_contain_text("2 takes are that large already")
    expect(dialog.get_by_role("button", name="Upscale 0 takes")).to_be_disabled()


def _enlarge(reels: Reels, api: Api, video: str) -> None:
    """Let a take be as large as upscaling would make it."""
    owner, take = Owner(api.owner), VideoId(video)
    media = reels.store.videos.get(owner, take).media
    large = media.model_copy(update={"width": 2160, "height": 3840})
    reels.store.videos.change(owner, take, {"media": large.model_dump(mode="json")})
