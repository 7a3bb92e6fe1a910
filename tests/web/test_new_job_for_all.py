"""Making a job is possible for everybody: contrast, labels, narrow screens; in both themes."""

from typing import Literal

import pytest
from playwright.sync_api import Browser, expect

from infra.local.config import StageState
from tests.web.axe import serious_violations
from tests.web.fit import misfits
from tests.web.gallery import visiting
from tests.web.new_job import NewJob, payloads, pictures

pytestmark = [pytest.mark.stage, pytest.mark.browser]


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_given_each_theme_when_a_job_is_made_then_axe_finds_nothing_serious_at_any_step(
    browser: Browser, stage: StageState, theme: Literal["dark", "light"]
) -> None:
    with visiting(browser, stage.url, color_scheme=theme, bypass_csp=True) as gallery:
        desk = NewJob(gallery.open("/new"))
        found = {"empty": serious_violations(desk.page)}
        desk.pick({**pictures("a.png", "b.png"), "bad.png": b"text"})
        desk.page.locator(".thumb img").nth(1).wait_for()
        found["rows"] = serious_violations(desk.page)
        desk.page.get_by_role("button", name="Paste prompts").click()
        found["dialog"] = serious_violations(desk.page)
        desk.page.keyboard.press("Escape")
        desk.prompt(1).fill("a celebrity waves")
        desk.prompt(2).fill("a lake")
        desk.upload()
        desk.await_quote()
        found["quote"] = serious_violations(desk.page)
        assert not {step: violations for step, violations in found.items() if violations}


def test_given_a_phone_when_a_job_is_made_then_nothing_is_wider_than_the_screen(
    browser: Browser, stage: StageState
) -> None:
    with visiting(browser, stage.url, viewport={"width": 390, "height": 844}, locale="vi-VN") as gallery:
        page = gallery.open("/new")
        expect(page.get_by_role("heading", name="Tạo việc mới")).to_be_visible()
        assert not misfits(page)
        page.locator("input[type=file]").set_input_files(payloads(pictures("x" * 90 + ".png")))
        page.locator(".thumb img").wait_for()
        page.locator("textarea").fill("một-từ-rất-dài" * 12)
        assert not misfits(page)
