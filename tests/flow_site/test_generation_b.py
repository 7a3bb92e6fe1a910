"""A real Chromium walks through generation B: tabs in one menu, a Slate editor, an agent that hides both."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from .opening import EMAIL, ROOT, choose_file, open_project, search, submit_button, tiles
from .visitor import DEADLINE_SECONDS, Owner, picture

pytestmark = pytest.mark.browser


@pytest.fixture
def project(page: Page, owner: Owner, password: str) -> Page:
    return open_project(page, owner, password, "B")


def _trigger(page: Page) -> Locator:
    return page.locator("button[aria-haspopup=menu]:has(i:text-matches('^crop_'))")


def _tab(page: Page, end: str) -> Locator:
    return page.locator(f"[role=menu] [role=tab][id$='-trigger-{end}']")


def _model(page: Page) -> Locator:
    return page.locator("[role=menu] button:has(i:text-is('arrow_drop_down'))")


def _set(page: Page, model: str, *ends: str) -> None:
    _trigger(page).click()
    _tab(page, "VIDEO").click()
    _model(page).click()
    page.get_by_role("menuitem", name=model, exact=True).click()
    for end in ends:
        _tab(page, end).click()


def _write(page: Page, prompt: str) -> None:
    page.locator("div[role=textbox][data-slate-editor=true]").click()
    page.keyboard.insert_text(prompt)
    expect(submit_button(page)).to_be_enabled()


def _attach(page: Page, slot: str, path: Path) -> None:
    page.locator("div[type=button][aria-haspopup=dialog]", has_text=slot).click()
    with page.expect_response(re.compile("/uploads")):
        choose_file(page, page.get_by_role("button", name="upload Upload media"), path)
    search(page, path.stem).click()
    page.get_by_role("button", name="Add to Prompt").click()


@pytest.mark.ffmpeg
def test_given_two_frames_when_the_whole_way_is_walked_then_two_real_clips_come_down(
    project: Page, owner: Owner, tmp_path: Path
) -> None:
    _set(project, "volume_up Veo 3.1 - Fast", "VIDEO_FRAMES", "PORTRAIT", "4s", "2")
    expect(project.get_by_role("menu")).to_contain_text("Generating will use 20 credits")
    expect(_trigger(project)).to_have_text("Veo 3.1 - Fast crop_9_16 x2")
    project.keyboard.press("Escape")
    for slot, name in (("Start", "dawn.png"), ("End", "dusk.png")):
        (tmp_path / name).write_bytes(picture())
        _attach(project, slot, tmp_path / name)
        expect(project.get_by_role("button", name=f"Image ingredient, {name}")).to_be_visible()
    _write(project, "Failed\n\nsays the cat")
    submit_button(project).click()
    expect(project.locator("[data-slate-editor]")).to_be_empty()
    finished = tiles(project).locator("img")
    expect(finished).to_have_count(2, timeout=DEADLINE_SECONDS * 1000)
    assert project.locator("video").count() == 0
    tiles(project).first.hover()
    expect(tiles(project).first.locator("video")).to_be_visible()
    tiles(project).first.get_by_label("More options").click()
    project.get_by_role("menuitem", name="Download").click()
    expect(project.get_by_role("menuitem", name="4k Upscaled (4K) Upgrade")).to_be_disabled()
    with project.expect_download() as download:
        project.get_by_role("menuitem", name="Original size (720p)").click()
    clip = owner.log()["clips"][0]
    assert download.value.path().stat().st_size == clip["size"]
    assert (clip["prompt"], clip["roles"]) == ("Failed\n\nsays the cat", ["start", "end"])
    assert [charge["amount"] for charge in owner.bill(EMAIL)["charges"]] == [20]


def test_given_an_open_menu_when_its_button_is_clicked_again_then_it_closes(project: Page) -> None:
    for _ in range(2):
        _trigger(project).click()
    expect(project.get_by_role("menu")).to_have_count(0)


def test_given_an_open_model_menu_when_escape_is_pressed_then_two_are_needed(project: Page) -> None:
    _trigger(project).click()
    _model(project).click()
    counts = []
    for _ in range(3):
        counts.append(project.get_by_role("menu").count())
        project.keyboard.press("Escape")
    assert counts == [2, 1, 0]


def test_given_settings_when_reloaded_then_they_have_stuck(project: Page) -> None:
    with project.expect_response(lambda answer: '"outputs":3' in (answer.request.post_data or "")):
        _set(project, "volume_up Veo 3.1 - Quality", "PORTRAIT", "3")
    project.reload()
    expect(_trigger(project)).to_have_text("Veo 3.1 - Quality crop_9_16 x3")


def test_given_a_silent_change_when_a_model_is_chosen_then_the_menu_shows_the_other(
    project: Page, owner: Owner
) -> None:
    owner.fault("model_reverts")
    _set(project, "volume_up Veo 3.1 - Fast")
    expect(_model(project)).to_have_text("Omni 1.1 Flasharrow_drop_down")


def test_given_a_cohort_when_the_menu_opens_then_it_is_in_its_language_without_durations(
    page: Page, owner: Owner, password: str
) -> None:
    cohort = {"language": "pt", "counts": "1x", "duration_row": False, "shuffled_classes": True}
    project = open_project(page, owner, password, "B", **cohort)
    _trigger(project).click()
    _tab(project, "VIDEO").click()
    expect(_tab(project, "PORTRAIT")).to_have_text("crop_9_16Retrato")
    expect(_tab(project, "2")).to_have_text("2x")
    expect(project.locator("div[type=button][aria-haspopup=dialog]").first).to_have_text("Inicial")
    assert [_tab(project, "8s").count(), project.locator(".composer").count()] == [0, 0]


def test_given_a_failure_when_submitted_then_only_the_failed_tile_says_so(
    project: Page, owner: Owner
) -> None:
    owner.fault("prominent_people", prompt_contains="famous")
    owner.fault("stuck", prompt_contains="Audio Generation Failed")
    for prompt in ("a famous cat", "Audio Generation Failed"):
        _write(project, prompt)
        submit_button(project).click()
        expect(project.locator("[data-slate-editor]")).to_be_empty()
    expect(tiles(project)).to_have_count(2)
    newest, oldest = tiles(project).nth(0), tiles(project).nth(1)
    expect(oldest.locator("h3")).to_have_text("Failed")
    expect(oldest.locator("h3 + p")).to_contain_text("prominent people")
    expect(oldest.locator("small")).to_have_text("You have not been charged for this generation.")
    expect(newest.locator("figcaption")).to_have_text("Audio Generation Failed")
    assert [newest.locator("h3").count(), newest.get_by_role("progressbar").count()] == [0, 1]


def test_given_obstacles_when_a_project_opens_then_the_changelog_covers_it_and_the_agent_hides_it(
    project: Page, owner: Owner
) -> None:
    for fault in ("changelog", "agent_mode_on"):
        owner.fault(fault)
    project.reload()
    project.locator("iframe[src*='/changelogs/']").wait_for()
    assert project.evaluate("getComputedStyle(document.body).pointerEvents") == "none"
    project.locator("[role=dialog] button", has_text="close").click()
    expect(_trigger(project)).to_be_hidden()
    project.locator("button[aria-pressed=true]:has(span.content)").click()
    expect(_trigger(project)).to_be_visible()


def test_given_a_reply_lost_when_submitted_then_only_a_reload_shows_the_tile(
    project: Page, owner: Owner
) -> None:
    owner.fault("submit_reply_lost")
    _write(project, "a cat")
    with project.expect_event("requestfailed"):
        submit_button(project).click()
    assert tiles(project).count() == 0
    project.reload()
    expect(tiles(project)).to_have_count(1)


def test_given_two_quick_clicks_when_submitted_then_both_are_paid(project: Page, owner: Owner) -> None:
    owner.fault("stuck")
    _write(project, "a cat")
    submit_button(project).evaluate("button => { button.click(); button.click(); }")
    expect(tiles(project)).to_have_count(2)
    assert len(owner.bill(EMAIL)["charges"]) == 2


def test_given_a_session_that_ends_when_the_page_polls_then_it_leads_to_its_own_landing(
    project: Page, owner: Owner
) -> None:
    owner.fault("session_lost")
    project.wait_for_url(f"**{ROOT}/about")
    expect(project.get_by_role("button", name="Create with Flow")).to_be_visible()
