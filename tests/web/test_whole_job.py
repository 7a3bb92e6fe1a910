"""The whole main job in the browser: from images to a ZIP on disk, by mouse, and by keyboard alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.stage.client import Api, Site
from tests.web.gallery import Gallery
from tests.web.job_page import SETTLED_MS, JobPage, assert_whole_zip, picture_size
from tests.web.new_job import NewJob, payloads, pictures

pytestmark = [pytest.mark.stage, pytest.mark.browser, pytest.mark.ffmpeg]


def test_given_dropped_images_when_all_is_done_by_mouse_then_the_circled_take_arrives_in_4k(
    gallery: Gallery, api: Api, site: Site, tmp_path: Path
) -> None:
    site.fault("prominent_people", prompt_contains="famous singer")
    desk = NewJob(gallery.open("/new"))
    desk.drop_from_disk(*_written(tmp_path, "harbour.png", "stage.png"))
    expect(desk.rows).to_have_count(2)
    desk.paste_prompts("a boat leaves the harbour\na famous singer waves")
    desk.upload()
    desk.await_quote()
    job_id = desk.start()
    job = JobPage(gallery.page)
    expect(job.item(2)).to_contain_text("Refused", timeout=SETTLED_MS)
    job.await_status("Done")
    _edit_refused(job)
    job.takes.nth(3).wait_for(timeout=SETTLED_MS)

    job.takes.nth(0).hover()
    job.takes.nth(0).get_by_role("button", name="Circle", exact=True).click()
    job.takes.nth(0).get_by_role("button", name="5 stars").click()
    expect(job.page.get_by_text("1 circled")).to_be_visible()
    job.await_status("Done")
    job.button("Upscale").click()
    dialog = job.page.get_by_role("dialog", name="Upscale to 4K")
    dialog.get_by_text("Fast", exact=True).click()
    dialog.get_by_role("button", name="Upscale 1 take").click()
    expect(job.takes.nth(0).get_by_text("4K", exact=True)).to_be_visible(timeout=SETTLED_MS)
    job.button("Download").click()
    job.page.get_by_label("Folder name").fill("My_Videos")
    job.button("Make the ZIP").click()
    link = job.await_zip()
    with job.page.expect_download() as saved:
        link.click()
    saved.value.save_as(tmp_path / "picks.zip")
    [name] = assert_whole_zip(tmp_path / "picks.zip", members=1)
    assert name.startswith("My_Videos/")
    assert picture_size(tmp_path / "picks.zip", name) == "2160x3840"
    assert [item["prompt"] for item in api.job(job_id)["items"]][1] == "a quiet singer hums"
    _read_timeline(job)


def _written(folder: Path, *names: str) -> list[Path]:
    for name, content in pictures(*names).items():
        (folder / name).write_bytes(content)
    return [folder / name for name in names]


def _read_timeline(job: JobPage) -> None:
    job.page.keyboard.press("Escape")
    job.button("Timeline").click()
    timeline = job.page.get_by_role("list", name="Timeline")
    for words in ("Job made", "Item 2 failed", "Item 2 is done", "Take 1.1 is upscaled"):
        expect(timeline).to_contain_text(words)


def _edit_refused(job: JobPage) -> None:
    job.item(2).get_by_role("button", name="Edit and run again", exact=True).click()
    job.page.get_by_label("Prompt", exact=True).fill("a quiet singer hums")
    job.button("Run again").click()
    expect(job.page.get_by_role("dialog")).to_have_count(0)


def test_given_nothing_but_a_keyboard_when_a_job_is_made_and_looked_at_then_its_circled_take_is_saved(
    gallery: Gallery, tmp_path: Path
) -> None:
    desk = NewJob(gallery.open("/new"))
    keys = desk.page.keyboard
    desk.page.evaluate(_WATCH_POINTERS)
    with desk.page.expect_file_chooser() as chosen:
        _tab_to(desk.page, "input[type=file]")
        keys.press("Enter")
    chosen.value.set_files(payloads(pictures("one.png")))
    expect(desk.rows).to_have_count(1)
    _tab_to(desk.page, "textarea")
    keys.type("a lamp swings in the wind")
    _tab_to(desk.page, ".send .primary")
    keys.press("Enter")
    desk.await_quote()
    _tab_to(desk.page, ".send .primary")
    keys.press("Enter")
    desk.page.wait_for_url("**/#/jobs/*")
    job = JobPage(gallery.page)
    job.takes.nth(1).wait_for(timeout=SETTLED_MS)

    keys.press("ArrowRight")
    expect(job.takes.nth(0)).to_be_focused()
    keys.press("Enter")
    expect(job.page.get_by_role("dialog", name="Item 1")).to_be_visible()
    keys.press("Escape")
    keys.press("ArrowRight")
    keys.press("Space")
    expect(job.takes.nth(1)).to_have_accessible_name("Take 2 of item 1, circled")
    job.await_status("Done")
    keys.press("u")
    _await_upscale(job)
    keys.press("ArrowUp")  # from balanced to fast
    _tab_to(job.page, "dialog .primary")
    keys.press("Enter")
    expect(job.takes.nth(1).get_by_text("4K", exact=True)).to_be_visible(timeout=SETTLED_MS)
    keys.press("d")
    expect(job.button("Make the ZIP")).to_be_focused()
    keys.press("Enter")
    job.await_zip()
    _tab_to(job.page, "[data-testid=save-zip]")
    with job.page.expect_download() as saved:
        keys.press("Enter")
    saved.value.save_as(tmp_path / "one.zip")
    assert_whole_zip(tmp_path / "one.zip", members=1)
    assert job.page.evaluate("pointed") == 0


_WATCH_POINTERS = """
globalThis.pointed = 0;
for (const type of ["pointerdown", "mousedown", "touchstart"]) addEventListener(type, () => (pointed += 1), true);
"""


def _await_upscale(job: JobPage) -> None:
    dialog = job.page.get_by_role("dialog", name="Upscale to 4K")
    expect(dialog.get_by_role("radio", name="Balanced")).to_be_focused()
    expect(dialog.get_by_role("button", name="Upscale 1 take")).to_be_enabled()


def _tab_to(page: Page, selector: str, *, most: int = 60) -> None:
    """Press Tab until something has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        if page.evaluate("selector => document.activeElement.matches(selector)", selector):
            return
    raise AssertionError(f"{selector} cannot be reached with Tab")
