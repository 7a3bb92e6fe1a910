"""Every page after the first is possible for everybody: contrast, labels, narrow screens; in both themes."""

import re
from collections.abc import Callable
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, expect

from infra.local.config import StageState
from infra.web_packages import WEB
from tests.stage.client import Api
from tests.web.axe import serious_violations
from tests.web.fit import misfits
from tests.web.gallery import visiting
from tests.web.job_page import JobPage
from tests.web.reels import ALL_STATES, Reels

pytestmark = [pytest.mark.stage, pytest.mark.browser, pytest.mark.ffmpeg]

_WIDE = {"width": 1440, "height": 1200}
_PHONE = {"width": 390, "height": 844}


@pytest.fixture(scope="module")
def every_state(reels: Reels) -> str:
    """A job with an item in every state."""
    return reels.make(
        ALL_STATES, title="Sự-kiện-ra-mắt-sản-phẩm-mùa-thu-phiên-bản-màn-hình-dọc-cho-mạng-xã-hội"
    )


@pytest.fixture
def draft(api: Api) -> str:
    """A job that was never started."""
    made: str = api.call("POST", "/api/jobs/create", {"title": "Never started"})["job_id"]
    return made


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


def _delete(page: Page) -> None:
    page.get_by_role("button", name="Delete job").click()
    page.get_by_role("dialog", name="Delete this job?").wait_for()


def _offline(page: Page) -> None:
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    page.get_by_role("alert").wait_for()


_STEPS: tuple[Callable[[Page], None], ...] = (_upscale, _download, _large, _edit, _help, _timeline)
_LISTS = {
    "/jobs": "[data-testid=job]",
    "/downloads": ".empty, [data-testid=download]",
    "/session": ".account",
}
_COMPOSED_ELSEWHERE = {"/new"}


def test_given_the_routes_when_compared_with_what_is_looked_at_here_then_no_page_is_left_out() -> None:
    routes = re.findall(r'path: "([^"]+)"', (WEB / "js" / "routes.js").read_text(encoding="utf-8"))
    assert set(routes) == {"/jobs/:id", *_LISTS} | _COMPOSED_ELSEWHERE


def _faults(page: Page) -> list[object]:
    return [*serious_violations(page), *misfits(page)]


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_given_each_theme_when_every_page_and_dialog_is_opened_then_axe_finds_nothing_serious_and_all_fits(
    browser: Browser, stage: StageState, draft: str, every_state: str, theme: Literal["dark", "light"]
) -> None:
    with visiting(browser, stage.url, color_scheme=theme, viewport=_WIDE, bypass_csp=True) as gallery:
        gallery.faults_expected = True
        page = gallery.open(f"/jobs/{every_state}")
        found = {}
        for step in _STEPS:
            step(page)
            found[step.__name__] = _faults(page)
        for path, sign in _LISTS.items():
            gallery.open(path).locator(sign).first.wait_for()
            found[path] = _faults(page)
        expect(gallery.open("/nowhere").get_by_role("heading", name="No such page")).to_be_visible()
        found["missing"] = [*serious_violations(page), *misfits(page)]
        gallery.open(f"/jobs/{draft}").locator(".draft").wait_for()
        for step in (_delete, _offline):
            step(page)
            found[step.__name__] = _faults(page)
    assert not {step: violations for step, violations in found.items() if violations}


def test_given_a_phone_in_vietnamese_when_every_page_is_opened_then_nothing_is_wider_than_the_screen(
    browser: Browser, stage: StageState, draft: str, every_state: str
) -> None:
    with visiting(browser, stage.url, viewport=_PHONE, locale="vi-VN") as gallery:
        page = gallery.open(f"/jobs/{every_state}")
        page.get_by_test_id("take").first.wait_for()
        page.keyboard.press("Control+a")
        page.locator(".action-bar").wait_for()
        wide = {"job": misfits(page)}
        for path, sign in {**_LISTS, f"/jobs/{draft}": ".draft", "/nowhere": ".empty"}.items():
            gallery.open(path).locator(sign).first.wait_for()
            wide[path] = misfits(page)
    assert not {path: found for path, found in wide.items() if found}


def test_given_a_system_in_the_dark_when_light_is_chosen_then_it_stays_so_after_a_reload(
    browser: Browser, stage: StageState
) -> None:
    with visiting(browser, stage.url, color_scheme="dark") as gallery:
        page = gallery.open("/downloads")
        dark = page.evaluate(_BACKGROUND)
        page.get_by_role("button", name="Theme: as the system").click()
        page.get_by_role("button", name="Theme: dark").click()
        expect(page.get_by_role("button", name="Theme: light")).to_be_visible()
        light = gallery.reload().evaluate(_BACKGROUND)
    assert sum(light) > sum(dark) + 300


_BACKGROUND = "getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).slice(0, 3).map(Number)"
