"""The other ways in: the clipboard, a file of prompts, and one prompt for all; and what is remembered of them."""

import base64

import pytest
from playwright.sync_api import expect

from tests.web.gallery import Gallery
from tests.web.new_job import NewJob, pictures

pytestmark = [pytest.mark.stage, pytest.mark.browser]

_COPY_PICTURE = """
async (text) => {
  const bytes = Uint8Array.from(atob(text), (letter) => letter.charCodeAt(0));
  await navigator.clipboard.write([new ClipboardItem({ "image/png": new Blob([bytes], { type: "image/png" }) })]);
}
"""


def test_given_a_picture_and_a_text_in_the_clipboard_when_pasted_then_they_make_a_row(
    gallery: Gallery,
) -> None:
    gallery.context.grant_permissions(["clipboard-read", "clipboard-write"])
    desk = NewJob(gallery.open("/new"))
    (picture,) = pictures("any.png").values()
    desk.page.evaluate(_COPY_PICTURE, base64.b64encode(picture).decode())
    desk.page.keyboard.press("Control+v")
    expect(desk.page.locator(".thumb img")).to_have_count(1)
    desk.page.evaluate("navigator.clipboard.writeText('a boat drifts\\n\\na kite climbs')")
    desk.page.keyboard.press("Control+v")
    desk.page.get_by_role("dialog").get_by_role("button", name="Add", exact=True).click()
    expect(desk.prompt(1)).to_have_value("a boat drifts")
    expect(desk.prompt(2)).to_have_value("a kite climbs")
    desk.pick({"more.txt": b"a lamp swings\n"})
    expect(desk.prompt(3)).to_have_value("a lamp swings")


def test_given_one_prompt_for_all_when_priced_and_cleared_then_it_counts_for_each_and_the_options_stay(
    gallery: Gallery,
) -> None:
    desk = NewJob(gallery.open("/new"))
    desk.pick(pictures("a.png", "b.png", "c.png"))
    desk.page.get_by_label("One prompt for all").check()
    desk.page.get_by_label("The prompt for all images").fill("slow dolly in")
    expect(desk.rows.filter(has_text="slow dolly in")).to_have_count(3)
    desk.page.get_by_label("Landscape").check(force=True)
    desk.upload()
    expect(desk.await_quote()).to_contain_text("for 6 takes")
    desk.page.get_by_role("button", name="Edit", exact=True).click()
    desk.page.get_by_role("button", name="Clear", exact=True).click()
    expect(desk.rows).to_have_count(0)
    desk = NewJob(gallery.reload())
    expect(desk.page.get_by_label("Landscape")).to_be_checked()


def test_given_a_removed_row_when_brought_back_then_what_was_done_since_stays_and_clearing_ends_the_chance(
    gallery: Gallery,
) -> None:
    desk = NewJob(gallery.open("/new"))
    desk.paste_prompts("first\nsecond")
    desk.page.get_by_role("button", name="Remove item 1").click()
    desk.prompt(1).fill("second, typed over")
    desk.pick(pictures("late.png"))
    desk.page.get_by_role("button", name="Undo").click()
    expect(desk.prompt(1)).to_have_value("first")
    expect(desk.prompt(2)).to_have_value("second, typed over")
    expect(desk.rows.nth(1).locator(".thumb img")).to_have_count(1)
    desk.page.get_by_role("button", name="Remove item 1").click()
    desk.page.get_by_role("button", name="Clear", exact=True).click()
    expect(desk.page.get_by_role("button", name="Undo")).to_have_count(0)
