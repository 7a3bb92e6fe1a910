"""Takes: circled, rated, chosen, filtered and watched; by mouse and by keys, and as it was after a reload."""

import re

import pytest
from playwright.sync_api import Browser, expect

from infra.local.config import StageState
from tests.stage.client import Api, wait_for
from tests.web.gallery import Gallery, visiting
from tests.web.job_page import JobPage
from tests.web.reels import ALL_STATES, Reels, Shot

pytestmark = [pytest.mark.stage, pytest.mark.browser, pytest.mark.ffmpeg]


def test_given_nothing_but_keys_when_circling_and_rating_then_the_api_has_it(
    gallery: Gallery, api: Api, reel: str
) -> None:
    job = JobPage(gallery.open(f"/jobs/{reel}"))
    job.takes.nth(7).wait_for()
    keys = job.page.keyboard
    keys.press("ArrowRight")
    expect(job.takes.nth(0)).to_be_focused()
    keys.press("ArrowRight")
    expect(job.takes.nth(1)).to_be_focused()
    keys.press("Space")
    keys.press("4")
    expect(job.takes.nth(1)).to_have_accessible_name("Take 2 of item 1, circled, rated 4")
    expect(job.page.locator("#live")).to_have_text("Rated 4")
    marked = wait_for(
        "both marks",
        lambda: next((take for take in api.videos(reel) if take["selected"] and take["rating"]), None),
    )
    assert (marked["item_number"], marked["output"], marked["rating"]) == (1, 2, 4)
    keys.press("0")
    expect(job.takes.nth(1)).to_have_accessible_name("Take 2 of item 1, circled")


def test_given_a_key_pressed_in_each_frame_when_moving_then_no_step_is_lost(
    gallery: Gallery, reel: str
) -> None:
    job = JobPage(gallery.open(f"/jobs/{reel}"))
    job.takes.nth(7).wait_for()
    job.page.evaluate(_PRESS_IN_EACH_FRAME, 4)
    expect(job.takes.nth(3)).to_be_focused()


_PRESS_IN_EACH_FRAME = """
async (times) => {
  for (let time = 0; time < times; time += 1) {
    document.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight", cancelable: true }));
    await new Promise(requestAnimationFrame);
  }
}
"""


def test_given_nothing_but_keys_when_moving_choosing_and_playing_then_each_key_does_what_the_help_says(
    gallery: Gallery, reels: Reels
) -> None:
    five_items = reels.make(tuple(Shot(f"scene {number}") for number in range(1, 6)))
    job = JobPage(gallery.open(f"/jobs/{five_items}"))
    job.takes.nth(9).wait_for()
    keys, chosen = job.page.keyboard, job.page.get_by_text(re.compile(r"^\d+ chosen$"))
    for key, place in {"End": 9, "Home": 0, "ArrowRight": 1, "ArrowDown": 9, "ArrowUp": 1}.items():
        keys.press(key)
        expect(job.takes.nth(place)).to_be_focused()
    keys.press("x")
    expect(job.takes.nth(1)).to_have_accessible_name("Take 2 of item 1, chosen")
    keys.press("Shift+ArrowRight")
    keys.press("Shift+ArrowRight")
    expect(chosen).to_have_text("3 chosen")
    keys.press("Control+a")
    expect(chosen).to_have_text("10 chosen")
    keys.press("Escape")
    expect(chosen).to_have_count(0)
    keys.press("p")
    expect(job.item(2).locator("video")).to_have_count(2)
    keys.press("p")
    expect(job.page.locator("video")).to_have_count(0)
    keys.press("?")
    expect(job.page.get_by_role("dialog", name="Keys").locator("dt")).to_have_count(_KEYS_EXPLAINED)


_KEYS_EXPLAINED = 13


def test_given_a_range_and_a_filter_when_the_page_is_loaded_again_then_both_are_as_they_were(
    gallery: Gallery, reel: str
) -> None:
    job = JobPage(gallery.open(f"/jobs/{reel}"))
    job.takes.nth(7).wait_for()
    job.choose_filter("Circled or not", "no")
    job.takes.nth(7).wait_for()
    job.takes.nth(0).get_by_role("checkbox").click()
    job.takes.nth(4).get_by_role("checkbox").click(modifiers=["Shift"])
    expect(job.page.get_by_text("5 chosen")).to_be_visible()
    job.page.wait_for_url(re.compile("chosen="))
    job = JobPage(gallery.reload())
    expect(job.page.get_by_text("5 chosen")).to_be_visible()
    expect(job.page.get_by_label("Circled or not")).to_have_value("no")
    job.page.keyboard.press("Escape")
    expect(job.page.get_by_text("5 chosen")).to_have_count(0)


def test_given_items_in_every_state_when_looked_at_then_each_says_where_it_stands_and_what_can_be_done(
    gallery: Gallery, reels: Reels
) -> None:
    job = JobPage(gallery.open(f"/jobs/{reels.make(ALL_STATES)}"))
    job.takes.nth(5).wait_for()
    refused, broken = job.item(4), job.item(7)
    expect(refused).to_contain_text("Take names and likenesses of well-known people out")
    expect(refused.get_by_role("button", name="Try again")).to_have_count(0)
    expect(refused.get_by_role("button", name="Edit and run again", exact=True)).to_be_visible()
    expect(broken.get_by_role("button", name="Try again")).to_be_visible()
    expect(job.item(5)).to_contain_text(re.compile(r"Trying again in 2:\d\d"))
    expect(job.item(6)).to_contain_text("57%")
    expect(job.item(3).locator("[data-flag=silent]").first).to_have_attribute(
        "title", "100% of it is silent."
    )
    expect(job.item(1)).to_contain_text("4K")


def test_given_items_in_every_state_when_filtered_then_only_those_are_shown(
    gallery: Gallery, reels: Reels
) -> None:
    job = JobPage(gallery.open(f"/jobs/{reels.make(ALL_STATES)}"))
    cards = job.page.get_by_test_id("item")
    expect(cards).to_have_count(8)
    job.choose_filter("Any state", "failed")
    expect(cards).to_have_count(2)
    job.page.get_by_role("button", name="Show all").click()
    job.choose_filter("Any quality", "silent")
    expect(job.takes).to_have_count(2)
    expect(cards).to_have_count(1)
    job.choose_filter("Any quality", "")
    job.choose_filter("Any size", "done")
    expect(job.takes).to_have_count(1)
    with job.page.expect_response(lambda answer: answer.url.endswith("/feedback") and answer.ok):
        job.takes.nth(0).get_by_role("button", name="3 stars").click()
    job.choose_filter("Any size", "")
    job.choose_filter("Any rating", "3")
    expect(job.takes).to_have_count(1)
    job.choose_filter("Any rating", "4")
    expect(job.takes).to_have_count(0)


def test_given_a_mouse_over_an_item_when_its_takes_play_then_they_are_at_the_same_moment(
    browser: Browser, stage: StageState, reel: str
) -> None:
    with visiting(browser, stage.url, reduced_motion="no-preference") as gallery:
        job = JobPage(gallery.open(f"/jobs/{reel}"))
        job.takes.nth(7).wait_for()
        job.item(2).hover()
        videos = job.item(2).locator("video")
        expect(videos).to_have_count(2)
        wait_for("both to play", lambda: videos.evaluate_all(_ARE_PLAYING))
        drift = videos.evaluate_all("([one, other]) => Math.abs(one.currentTime - other.currentTime)")
        assert drift < 0.15 or drift > 0.85  # either side of the loop's end of a clip of one second
        job.page.mouse.move(5, 5)
        expect(job.page.locator("[data-testid=take] video")).to_have_count(0)


def test_given_a_wish_for_less_motion_when_the_mouse_is_over_an_item_then_nothing_plays(
    gallery: Gallery, reel: str
) -> None:
    job = JobPage(gallery.open(f"/jobs/{reel}"))
    job.takes.nth(7).wait_for()
    job.item(2).hover()
    # Timers of one page come in order: one that is set later and is due later comes after the hover's own.
    job.page.evaluate("() => new Promise((due) => setTimeout(due, 300))")
    expect(job.page.locator("[data-testid=take] video")).to_have_count(0)


_ARE_PLAYING = "videos => videos.every(video => !video.paused && video.currentTime > 0)"


def test_given_the_large_view_when_used_by_keys_and_a_note_is_written_then_it_stays_with_the_take(
    gallery: Gallery, api: Api, reel: str
) -> None:
    job = JobPage(gallery.open(f"/jobs/{reel}"))
    job.takes.nth(2).locator(".poster").click()
    dialog = job.page.get_by_role("dialog")
    expect(dialog.get_by_test_id("large-take")).to_have_count(2)
    job.page.keyboard.press("m")
    expect(dialog.get_by_role("button", name="Sound of the current take")).to_have_attribute(
        "aria-pressed", "true"
    )
    job.page.keyboard.press("p")
    expect(dialog.get_by_role("button", name="Pause")).to_be_visible()
    dialog.get_by_label("Note on take 1").fill("hold the last frame")
    job.page.keyboard.press("Enter")
    job.page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    wait_for("the note", lambda: any(take["comment"] == "hold the last frame" for take in api.videos(reel)))
