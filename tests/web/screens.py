"""Writes a picture of every page, wide and narrow, dark and light, to `out/screens/`: `python -m tests.web.screens`."""

import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Literal

from playwright.sync_api import Browser, Page

from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from infra.local.config import StageConfig, StageState
from infra.local.stage import start
from infra.synth import ROOT
from infra.web_packages import ensure_packages
from tests.stage.client import Api, wait_for
from tests.web.gallery import launched, visiting
from tests.web.job_page import JobPage
from tests.web.new_job import NewJob
from tests.web.reels import ALL_STATES, Reels, Shot
from tests.web.scenes import scene

_TARGET = ROOT / "out" / "screens"
_SIZES = ({"width": 1440, "height": 900}, {"width": 390, "height": 844})
_THEMES: tuple[Literal["dark", "light"], ...] = ("dark", "light")
_PROMPTS = (
    "A boat leaves the harbour at dawn\nMist over the rice fields, slow dolly in\nA lamp swings in the wind"
)
_SIGNED_OUT = Failure(
    code="session_expired",
    detail="The site wants somebody to sign in.",
    advice="Sign in again on a computer with a screen.",
    retryable=True,
)

Act = Callable[[Page], None]


def write_screens(stage: StageState, browser: Browser, folder: Path) -> None:
    """Write them all."""
    _TARGET.mkdir(parents=True, exist_ok=True)
    job = _prepare(stage, folder)
    for theme in _THEMES:
        for size in _SIZES:
            for name, path, act in _pages(job):
                with visiting(browser, stage.url, viewport=size, color_scheme=theme) as gallery:
                    page = gallery.open(path)
                    act(page)
                    page.wait_for_load_state("networkidle")
                    page.screenshot(path=_TARGET / f"{name}-{size['width']}-{theme}.png")


def _prepare(stage: StageState, folder: Path) -> str:
    """Leave behind what a week of work leaves."""
    api = Api(stage.url)
    reels = Reels(stage, api, folder)
    reels.make(tuple(Shot(f"scene {number}") for number in range(24)), title="Autumn launch, vertical cuts")
    api.call("POST", "/api/jobs/create", {"title": "Sự kiện ra mắt, bản nháp"})
    job = reels.make(ALL_STATES, title="Harbour film, second unit")
    takes = [take["video_id"] for take in api.videos(job)]
    for take, rating in zip(takes, (5, 3, 4), strict=False):
        api.call("PUT", f"/api/videos/{take}/feedback", {"rating": rating})
    for take in takes[:2]:
        api.call("PUT", f"/api/videos/{take}/select", {"selected": True})
    order = {"video_ids": takes[:3], "folder_name": "Harbour_Selects", "resolution": "720p"}
    delivery = api.call("POST", "/api/videos/download", order)["delivery_id"]
    wait_for("the ZIP", lambda: api.call("GET", f"/api/deliveries/{delivery}")["status"] == "succeeded")
    api.call("PUT", "/api/accounts/studio-2", {"concurrency": 3, "daily_credits": 2000})
    reels.store.accounts.block(AccountName("studio-2"), _SIGNED_OUT)
    return job


def _pages(job: str) -> tuple[tuple[str, str, Act], ...]:
    return (
        ("new", "/new", _compose),
        ("queue", "/jobs", lambda page: page.get_by_test_id("job").first.wait_for()),
        ("job", f"/jobs/{job}", _takes),
        ("chosen", f"/jobs/{job}", _choose),
        ("upscale", f"/jobs/{job}", _upscale),
        ("download", f"/jobs/{job}", _download),
        ("take", f"/jobs/{job}", _look),
        ("keys", f"/jobs/{job}", _keys),
        ("timeline", f"/jobs/{job}?view=timeline", lambda page: page.locator(".event").first.wait_for()),
        ("downloads", "/downloads", lambda page: page.get_by_test_id("download").first.wait_for()),
        ("session", "/session", lambda page: page.get_by_test_id("account").first.wait_for()),
    )


def _compose(page: Page) -> None:
    desk = NewJob(page)
    desk.drop({f"still-{number:02d}.jpg": scene(number) for number in range(1, 4)})
    desk.paste_prompts(_PROMPTS)
    page.locator(".thumb img").nth(2).wait_for()


def _takes(page: Page) -> None:
    JobPage(page).takes.nth(3).wait_for()


def _choose(page: Page) -> None:
    _takes(page)
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    page.get_by_text("3 chosen").wait_for()


def _upscale(page: Page) -> None:
    _takes(page)
    page.keyboard.press("u")
    page.locator("[data-reason]").first.wait_for()


def _download(page: Page) -> None:
    _takes(page)
    page.keyboard.press("d")
    page.get_by_label("Folder name").wait_for()


def _look(page: Page) -> None:
    _takes(page)
    page.get_by_test_id("take").first.locator(".poster").click()
    page.get_by_test_id("large-take").nth(1).wait_for()


def _keys(page: Page) -> None:
    _takes(page)
    page.keyboard.press("?")
    page.get_by_role("dialog").wait_for()


def main() -> None:
    """Start a stage of our own, and end it."""
    ensure_packages()
    with tempfile.TemporaryDirectory() as folder:
        running = start(StageConfig(home=Path(folder) / "stage", port=0, clock_factor=60, clip_seconds=0.5))
        try:
            with launched() as browser:
                write_screens(running.state, browser, Path(folder))
        finally:
            running.stop()


if __name__ == "__main__":
    main()
