"""Every page after the first is possible for everybody: contrast, labels, narrow screens; in both themes."""

from collections.abc import Callable, Iterator
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page

from infra.local.config import StageState
from tests.stage.client import Api
from tests.web.axe import serious_violations
from tests.web.gallery import visiting
from tests.web.job_page import JobPage
from tests.web.reels import ALL_STATES, Reels

pytestmark = [pytest.mark.stage, pytest.mark.browser, pytest.mark.ffmpeg]

_WIDE = {"width": 1440, "height": 1200}
_PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def reel(stage: StageState, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A job with an item in every state."""
    client = Api(stage.url)
    yield Reels(stage, client, tmp_path_factory.mktemp("clip")).make(
        ALL_STATES, title="Sự-kiện-ra-mắt-sản-phẩm-mùa-thu-phiên-bản-màn-hình-dọc-cho-mạng-xã-hội"
    )
    client.http.close()


def _job(page: Page) -> None:
    JobPage(page).takes.nth(5).wait_for()


def _chosen(page: Page) -> None:
    _job(page)
    page.keyboard.press("Control+a")
    page.get_by_role("region", name="What to do with these takes").wait_for()


def _upscale(page: Page) -> None:
    _chosen(page)
    page.keyboard.press("u")
    page.get_by_role("button", name="Upscale 5 takes").wait_for()


def _download(page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("d")
    page.get_by_label("Folder name").wait_for()


def _large(page: Page) -> None:
    page.keyboard.press("Escape")
    page.get_by_test_id("take").first.locator(".poster").click()
    page.get_by_test_id("large-take").nth(1).wait_for()


def _edit(page: Page) -> None:
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Edit and run again", exact=True).first.click()
    page.get_by_label("Prompt", exact=True).wait_for()


def _help(page: Page) -> None:
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    page.get_by_role("dialog", name="Keys").wait_for()


def _timeline(page: Page) -> None:
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Timeline").click()
    page.get_by_role("list", name="Timeline").wait_for()


_STEPS: tuple[Callable[[Page], None], ...] = (_upscale, _download, _large, _edit, _help, _timeline)
_LISTS = {
    "/jobs": "[data-testid=job]",
    "/downloads": ".empty, [data-testid=download]",
    "/session": ".account",
}


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_given_each_theme_when_every_page_and_dialog_is_opened_then_axe_finds_nothing_serious(
    browser: Browser, stage: StageState, reel: str, theme: Literal["dark", "light"]
) -> None:
    with visiting(browser, stage.url, color_scheme=theme, viewport=_WIDE, bypass_csp=True) as gallery:
        page = gallery.open(f"/jobs/{reel}")
        found = {}
        for step in _STEPS:
            step(page)
            found[step.__name__] = serious_violations(page)
        for path, sign in _LISTS.items():
            gallery.open(path).locator(sign).first.wait_for()
            found[path] = serious_violations(page)
    assert not {step: violations for step, violations in found.items() if violations}


def test_given_a_phone_in_vietnamese_when_every_page_is_opened_then_nothing_is_wider_than_the_screen(
    browser: Browser, stage: StageState, reel: str
) -> None:
    with visiting(browser, stage.url, viewport=_PHONE, locale="vi-VN") as gallery:
        page = gallery.open(f"/jobs/{reel}")
        page.get_by_test_id("take").first.wait_for()
        page.keyboard.press("Control+a")
        page.locator(".action-bar").wait_for()
        wide = {"job": _overflow(page)}
        for path, sign in _LISTS.items():
            gallery.open(path).locator(sign).first.wait_for()
            wide[path] = _overflow(page)
    assert not {path: pixels for path, pixels in wide.items() if pixels > 0}


def _overflow(page: Page) -> int:
    """How many pixels of the page stand out to the right."""
    pixels: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return pixels
