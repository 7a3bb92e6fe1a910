"""A real Chromium walks through the pages."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from .visitor import DEADLINE_SECONDS, Owner, Visitor, picture

pytestmark = pytest.mark.browser
expect.set_options(timeout=30_000)
_EMAIL = "walker@example.test"


@pytest.fixture
def project(page: Page, owner: Owner, password: str) -> Page:
    """Open a new project with a session that was made elsewhere: cookie and marker."""
    owner.add_account(_EMAIL, password, plan="ultra", credits=50)
    with Visitor(owner.url, _EMAIL, password) as visitor:
        cookies = [{"name": n, "value": v, "url": owner.url} for n, v in visitor.http.cookies.items()]
        marker = visitor.http.get("/api/account").json()["marker"]
        page.context.add_cookies(cookies)  # type: ignore[arg-type]
        page.context.add_init_script(f"localStorage.setItem('flow.marker', '{marker}')")
        page.goto(f"/project/{visitor.project}")
    page.locator("flow-prompt-box").wait_for()
    return page


def _sign_in(page: Page, password: str) -> None:
    page.goto("/")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("Email").fill(_EMAIL)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def _set(page: Page, model: str, *choices: str) -> None:
    page.locator("button.settings-trigger-button").click()
    page.get_by_role("radio", name="Video").click()
    page.get_by_role("button", name="Select model family").click()
    page.get_by_role("menuitem", name=model, exact=True).click()
    page.keyboard.press("Escape")
    for choice in choices:
        page.get_by_role("radio", name=choice, exact=True).click()


def _upload(page: Page, path: Path) -> None:
    page.get_by_role("button", name="Add media").click()
    with page.expect_file_chooser() as chooser:
        page.get_by_role("menuitem", name="Upload").click()
    chooser.value.set_files(path)


def _attach(page: Page, name: str) -> None:
    page.get_by_label("Add ingredients to the prompt box").click()
    option = page.locator("flow-add-menu-popover-content button.asset-item[role=option]", has_text=name)
    search = page.get_by_label("Search assets")
    for _ in range(5):
        with page.expect_response(re.compile(rf"/assets\?q={name}")):
            search.fill("")
            search.fill(name)
        if option.count():
            break
    option.click()
    page.locator("button.detail-add-to-prompt-btn").click()


def _write(page: Page, prompt: str) -> None:
    page.locator(".ProseMirror[contenteditable=true]").click()
    page.keyboard.insert_text(prompt)


def _submit(page: Page) -> Locator:
    return page.get_by_role("button", name="Start generation")


@pytest.mark.ffmpeg
def test_given_a_picture_when_the_whole_way_is_walked_then_two_real_clips_come_down(
    page: Page, owner: Owner, password: str, tmp_path: Path
) -> None:
    owner.add_account(_EMAIL, password, plan="ultra", credits=50)
    _sign_in(page, password)
    page.get_by_role("button", name="New project").click()
    (tmp_path / "cat-x7.png").write_bytes(picture())
    _set(page, "Veo 3.1 - Fast", "Ingredients", "9:16", "720p", "8s", "x2")
    expect(page.get_by_text("Generating will use 20 credits")).to_be_visible()
    page.keyboard.press("Escape")
    with page.expect_response(re.compile("/uploads")):
        _upload(page, tmp_path / "cat-x7.png")
    _attach(page, "cat-x7")
    expect(page.get_by_role("button", name="Image ingredient, cat-x7.png")).to_be_visible()
    _write(page, "Failed\n\nsays the cat")
    _submit(page).click()
    expect(page.locator(".ProseMirror")).to_be_empty()
    thumbnails = page.locator("flow-video-tile img[alt='Generated video thumbnail']")
    expect(thumbnails).to_have_count(2, timeout=DEADLINE_SECONDS * 1000)
    assert page.locator("flow-grid-tile-container video").count() == 0
    clips = owner.log()["clips"]
    for number, clip in enumerate(clips):
        page.get_by_label("More options").nth(number).click()
        page.get_by_role("menuitem", name="Download").click()
        expect(page.get_by_role("menuitem", name="4K")).to_be_disabled()
        with page.expect_download() as download:
            page.get_by_role("menuitem", name="720p Original size").click()
        assert download.value.path().stat().st_size == clip["size"]
    assert [clip["prompt"] for clip in clips] == ["Failed\n\nsays the cat"] * 2
    assert [charge["amount"] for charge in owner.bill(_EMAIL)["charges"]] == [20]


def test_given_a_failure_when_submitted_then_the_tile_has_title_reason_and_disclaimer(
    project: Page, owner: Owner
) -> None:
    owner.fault("prominent_people")
    _write(project, "a famous cat")
    _submit(project).click()
    tile = project.locator("flow-grid-tile-container > flow-tile-container > flow-error-tile").first
    expect(tile.locator(".error-tile .error-tile-content .error-title")).to_have_text("Failed")
    expect(tile.locator(".error-message-text")).to_contain_text("prominent people")
    expect(tile.locator(".disclaimer-message")).to_have_text("You have not been charged for this generation.")
    assert [tile.get_by_label(name).count() for name in ("Retry", "Reuse prompt", "Delete")] == [1, 1, 1]


def test_given_no_prompt_when_looked_at_then_submit_is_disabled_until_text_comes(project: Page) -> None:
    expect(_submit(project)).to_be_disabled()
    assert _submit(project).get_attribute("aria-description") == "Prompt must be provided"
    _write(project, "a cat")
    expect(_submit(project)).to_be_enabled()


def test_given_a_dear_model_when_chosen_then_a_warning_replaces_submit(project: Page) -> None:
    _set(project, "Veo 3.1 - Quality")
    warning = project.locator("button.prompt-warning-button[aria-label='Insufficient credits warning']")
    expect(warning).to_be_visible()
    assert _submit(project).count() == 0


def test_given_an_open_model_menu_when_escape_is_pressed_then_two_are_needed(project: Page) -> None:
    project.locator("button.settings-trigger-button").click()
    project.get_by_role("button", name="Select model family").click()
    counts = []
    for _ in range(2):
        project.keyboard.press("Escape")
        counts.append(project.locator(".cdk-overlay-pane").count())
    assert counts == [1, 0]


def test_given_settings_when_reloaded_then_they_have_stuck(project: Page) -> None:
    with project.expect_response(lambda answer: '"outputs":3' in (answer.request.post_data or "")):
        _set(project, "Veo 3.1 - Fast", "9:16", "x3")
    project.reload()
    trigger = project.locator("button.settings-trigger-button")
    expect(trigger).to_have_text("Veo 3.1 - Fast crop_9_16 x3")


def test_given_obstacles_when_a_project_opens_then_they_stand_there_and_can_be_closed(
    project: Page, owner: Owner
) -> None:
    for fault in ("cookie_bar", "changelog", "agent_mode_on"):
        owner.fault(fault)
    project.reload()
    project.locator("#glue-cookie-notification-bar-1").wait_for()
    project.locator("[role=dialog] button", has_text="close").click()
    project.locator("button.glue-cookie-notification-bar__reject").click()
    trigger = project.locator("button.settings-trigger-button")
    expect(trigger).to_be_hidden()
    chip = project.locator("button.agent-mode-chip[aria-pressed=true]")
    chip.click()
    expect(trigger).to_be_visible()
    assert project.locator("#glue-cookie-notification-bar-1, [role=dialog]").count() == 0


def _use(project: Page, owner: Owner, **cohort: object) -> None:
    owner.change(_EMAIL, **cohort).raise_for_status()
    project.reload()
    project.locator("flow-prompt-box").wait_for()


@pytest.mark.parametrize(
    ("language", "trigger", "start", "quote"),
    [
        ("pt", "Abrir configurações", "Inicial", "A geração usará 15 créditos"),
        ("de", "Einstellungen öffnen", "Anfang", "Die Generierung verbraucht 15 Credits"),
    ],
)
def test_given_another_language_when_opened_then_labels_speak_it_and_icons_do_not(
    project: Page, owner: Owner, language: str, trigger: str, start: str, quote: str
) -> None:
    _use(project, owner, language=language, settings={"mode": "video", "submode": "frames"})
    expect(project.get_by_role("button", name=start, exact=True)).to_be_visible()
    project.get_by_role("button", name=trigger).click()
    expect(project.get_by_text(quote)).to_be_visible()
    assert project.locator("button[type=submit]").inner_text() == "arrow_forward"


def test_given_shuffled_classes_when_loaded_twice_then_only_tags_roles_and_icons_stay(
    project: Page, owner: Owner
) -> None:
    _use(project, owner, shuffled_classes=True)
    chips = []
    for _ in range(2):
        project.reload()
        chips.append(project.get_by_role("button", name="Agent").get_attribute("class"))
    assert len({*chips, "agent-mode-chip"}) == 3
    assert project.locator("flow-prompt-box").bounding_box() is not None
    assert project.locator("flow-prompt-box").evaluate("box => getComputedStyle(box).position") == "fixed"
    assert project.locator(".ProseMirror").count() == 1


def test_given_an_agent_only_account_when_opened_then_there_is_no_chip_and_no_settings(
    project: Page, owner: Owner
) -> None:
    _use(project, owner, agent_only=True)
    assert project.locator("button.agent-mode-chip").count() == 0
    expect(project.locator("button.settings-trigger-button")).to_be_hidden()


def test_given_a_cohort_that_confirms_frames_when_picked_then_a_click_is_not_enough(
    project: Page, owner: Owner, tmp_path: Path
) -> None:
    (tmp_path / "cat.png").write_bytes(picture())
    _use(project, owner, frames_confirm=True, duration_row=False, settings={"mode": "video"})
    with project.expect_response(re.compile("/uploads")):
        _upload(project, tmp_path / "cat.png")
    for slot, left in (("Start", 1), ("End", 0)):
        project.get_by_role("button", name=slot, exact=True).click()
        project.get_by_role("option", name="cat.png").click()
        project.get_by_role("button", name="Add to prompt").click()
        expect(project.locator("button.empty-chip")).to_have_count(left)
    project.locator("button.settings-trigger-button").click()
    expect(project.get_by_role("radio", name="8s")).to_be_hidden()


def test_given_the_rights_dialog_when_nobody_accepts_then_nothing_is_sent(
    project: Page, owner: Owner, tmp_path: Path
) -> None:
    (tmp_path / "cat.png").write_bytes(picture())
    owner.fault("rights_dialog")
    project.reload()
    _upload(project, tmp_path / "cat.png")
    dialog = project.get_by_role("dialog", name="Rights to use this image")
    dialog.wait_for()
    assert owner.actions("upload") == []
    with project.expect_response(re.compile("/uploads")):
        dialog.get_by_role("button", name="I agree").click()
    assert len(owner.actions("upload")) == 1


def test_given_a_reply_lost_when_submitted_then_only_a_reload_shows_the_tile(
    project: Page, owner: Owner
) -> None:
    owner.fault("submit_reply_lost")
    _write(project, "a cat")
    with project.expect_event("requestfailed"):
        _submit(project).click()
    assert project.locator("flow-grid-tile-container").count() == 0
    project.reload()
    expect(project.locator("flow-grid-tile-container")).to_have_count(1)


def test_given_many_tiles_when_scrolled_then_only_those_near_are_in_the_page(
    project: Page, owner: Owner
) -> None:
    owner.fault("high_demand")
    path = project.url.replace(owner.url, "/api").replace("/project/", "/projects/")
    for number in range(40):
        body = {"prompt": f"cat {number}", "settings": {}}
        project.request.post(f"{path}/submissions", data=body)
    project.reload()
    first = project.get_by_label("cat 39", exact=True)
    last = project.get_by_label("cat 0", exact=True)
    first.wait_for()
    assert last.count() == 0
    project.locator(".grid-scroll").evaluate("grid => grid.scrollTo(0, grid.scrollHeight)")
    last.wait_for()
    assert first.count() == 0


def test_given_a_lost_session_when_the_page_polls_then_it_leads_to_about(project: Page, owner: Owner) -> None:
    owner.fault("session_lost")
    project.wait_for_url("**/about")


def test_given_the_cookie_alone_when_restored_then_the_marker_is_missed(
    page: Page, owner: Owner, password: str
) -> None:
    owner.add_account(_EMAIL, password)
    _sign_in(page, password)
    page.get_by_role("button", name="New project").wait_for()
    page.evaluate("localStorage.clear()")
    page.goto("/")
    page.wait_for_url("**/about")


def test_given_a_hostile_prompt_when_shown_then_it_is_only_text(project: Page, owner: Owner) -> None:
    owner.fault("stuck")
    hostile = "<img src=x onerror=alert(1)><b>bold</b>"
    _write(project, hostile)
    _submit(project).click()
    expect(project.locator("flow-pending-tile .subtitle")).to_have_text(hostile)


def test_given_a_refusal_when_submitted_then_a_notice_says_why(project: Page, owner: Owner) -> None:
    owner.fault("unusual_activity", params={"as": "notice"})
    _write(project, "a cat")
    _submit(project).click()
    expect(project.get_by_role("alert")).to_contain_text("We noticed some unusual activity")


def test_given_two_quick_clicks_when_submitted_then_both_are_paid(project: Page, owner: Owner) -> None:
    owner.fault("stuck")
    _write(project, "a cat")
    expect(_submit(project)).to_be_enabled()
    _submit(project).evaluate("button => { button.click(); button.click(); }")
    expect(project.locator("flow-grid-tile-container")).to_have_count(2)
    assert len(owner.bill(_EMAIL)["charges"]) == 2
