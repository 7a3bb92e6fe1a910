"""Making a job: pairing, moving, warnings, the price, the start; and nothing lost on the way."""

import json
import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Route, expect

from tests.stage.client import Api
from tests.web.gallery import Gallery
from tests.web.new_job import NewJob, pictures

pytestmark = [pytest.mark.stage, pytest.mark.browser]

_PROMPTS = ["a boat drifts", "a kite climbs", "a lamp swings"]


def test_given_dropped_images_and_prompts_when_made_by_mouse_then_the_job_runs_with_these_pairs(
    gallery: Gallery, api: Api
) -> None:
    desk = NewJob(gallery.open("/new"))
    desk.drop(pictures("img10.png", "img2.png", "img1.png"))
    expect(desk.rows).to_have_count(3)
    desk.paste_prompts("\n".join(_PROMPTS))
    # A row that is still being filled is drawn anew under the mouse, and the drag with it.
    expect(desk.prompt(3)).to_have_value(_PROMPTS[2])
    expect(desk.page.locator(".thumb img")).to_have_count(3)
    desk.page.locator(".thumb[data-place='2']").drag_to(desk.rows.nth(0))
    expect(desk.page.locator(".thumb[data-place='0']")).to_have_attribute("aria-label", re.compile("^img10"))
    assert desk.image_names() == ["img10.png", "img1.png", "img2.png"]
    desk.page.get_by_role("radio", name="1", exact=True).last.check(force=True)
    desk.upload()
    expect(desk.await_quote()).to_contain_text("for 3 takes")
    job = api.job(desk.start())
    made = [(item["prompt"], item["image"]["name"].split(".")[0]) for item in job["items"]]
    assert made == list(zip(_PROMPTS, ["img10", "img1", "img2"], strict=True))
    assert job["status"] != "draft"
    assert job["options"]["outputs"] == 1


def test_given_an_image_with_the_focus_when_moved_by_keys_then_it_changes_its_prompt_and_keeps_the_focus(
    gallery: Gallery,
) -> None:
    desk = NewJob(gallery.open("/new"))
    desk.pick(pictures("a.png", "b.png", "c.png"))
    expect(desk.rows).to_have_count(3)
    desk.page.locator(".thumb[data-place='0']").focus()
    desk.page.keyboard.press("Alt+ArrowDown")
    expect(desk.page.locator(".thumb[data-place='1']")).to_be_focused()
    assert desk.image_names() == ["b.png", "a.png", "c.png"]


def test_given_a_half_made_job_when_the_page_is_loaded_again_then_nothing_is_lost(gallery: Gallery) -> None:
    desk = NewJob(gallery.open("/new"))
    desk.pick(pictures("one.png", "two.png"))
    desk.page.get_by_label("Landscape").check(force=True)
    desk.page.locator(".thumb img").nth(1).wait_for()
    desk.prompt(2).fill("typed a moment ago")
    desk = NewJob(gallery.reload())
    expect(desk.prompt(2)).to_have_value("typed a moment ago")
    expect(desk.page.locator(".thumb img")).to_have_count(2)
    expect(desk.page.get_by_label("Landscape")).to_be_checked()


def test_given_a_risky_prompt_and_a_wide_image_when_composed_then_both_are_warned_of_beside_the_item(
    gallery: Gallery,
) -> None:
    desk = NewJob(gallery.open("/new"))
    desk.pick(pictures("fine.png", "risky.png"))
    desk.paste_prompts("a quiet lake\na celebrity waves")
    expect(desk.rows.nth(1)).to_contain_text("“celebrity”: the site refuses")
    expect(desk.rows.nth(0)).not_to_contain_text("the site refuses")
    desk.page.get_by_label("Landscape").check(force=True)
    expect(desk.rows.nth(0)).to_contain_text("for a take in Landscape it is cut to")


def test_given_a_job_that_was_sent_when_a_row_is_removed_and_it_is_sent_again_then_only_the_rest_is_in_it(
    gallery: Gallery, api: Api
) -> None:
    desk = NewJob(gallery.open("/new"))
    desk.pick(pictures("a-kept.png", "b-dropped.png"))
    desk.paste_prompts("stays\ngoes away")
    desk.upload()
    expect(desk.await_quote()).to_contain_text("for 4 takes")
    sent: list[str] = []
    gallery.context.on(
        "request", lambda request: sent.append(f"{request.method} {urlsplit(request.url).path}")
    )
    desk.page.get_by_role("button", name="Edit").click()
    desk = NewJob(gallery.reload())
    desk.page.get_by_role("button", name="Remove item 2").click()
    desk.page.get_by_role("radio", name="1", exact=True).last.check(force=True)
    desk.pick(pictures("c-new.png"))
    desk.prompt(2).fill("comes in")
    desk.upload()
    expect(desk.await_quote()).to_contain_text("for 2 takes")
    job = api.job(api.call("GET", "/api/jobs?limit=1")["jobs"][0]["job_id"])
    names = sorted(upload["name"] for upload in job["uploads"])
    assert [name.split(".")[0] for name in names] == ["a-kept", "c-new", "prompts"]
    assert job["options"]["outputs"] == 1
    calls = [call for call in sent if "/api/jobs" in call and not call.startswith("GET")]
    assert [call.split()[0] for call in calls] == ["PATCH", "DELETE", "DELETE", "POST", "POST"], calls


def test_given_a_csv_that_names_images_when_the_images_follow_in_any_order_then_names_pair_them(
    gallery: Gallery,
) -> None:
    desk = NewJob(gallery.open("/new"))
    desk.pick({"list.csv": b"image,prompt\nz.png,the last letter\na.png,the first letter\n"})
    expect(desk.rows).to_have_count(2)
    desk.pick(pictures("a.png", "z.png"))
    expect(desk.page.locator(".thumb[data-place]")).to_have_count(2)
    assert desk.image_names() == ["z.png", "a.png"]


def test_given_a_file_that_is_no_picture_when_dropped_then_it_is_refused_by_name_at_once(
    gallery: Gallery,
) -> None:
    desk = NewJob(gallery.open("/new"))
    desk.drop({"notes.png": b"only a text", **pictures("good.png")})
    expect(desk.rows).to_have_count(1)
    expect(desk.page.locator(".toast")).to_contain_text("notes.png: Not a JPEG, PNG, WebP, ZIP")


def test_given_the_api_fails_for_10_seconds_when_a_job_is_sent_then_it_is_said_and_all_goes_on(
    gallery: Gallery, api: Api
) -> None:
    gallery.faults_expected = True
    desk = NewJob(gallery.open("/new"))
    desk.pick(pictures("one.png"))
    desk.paste_prompts("kept through the fault")
    desk.page.evaluate("globalThis.healedAt = Date.now() + 10_000")
    _fail_until(desk.page, "Date.now() > healedAt")
    desk.upload()
    expect(desk.page.get_by_role("alert")).to_contain_text("Nothing is lost")
    expect(desk.prompt(1)).to_have_value("kept through the fault")
    desk.await_quote()
    expect(desk.page.get_by_role("alert")).to_have_count(0)
    assert api.job(desk.start())["items"][0]["prompt"] == "kept through the fault"


def test_given_a_half_made_job_when_another_language_is_chosen_then_words_change_and_input_stays(
    gallery: Gallery,
) -> None:
    desk = NewJob(gallery.open("/new"))
    desk.paste_prompts("still here")
    desk.page.get_by_label("Language").select_option("vi")
    expect(desk.page.get_by_role("heading", name="Tạo việc mới")).to_be_visible()
    expect(desk.page.get_by_role("textbox", name="Câu lệnh 1", exact=True)).to_have_value("still here")
    assert desk.page.evaluate("document.documentElement.lang") == "vi"


def test_given_a_damaged_image_when_looked_at_then_its_row_says_so_and_nothing_can_be_sent(
    gallery: Gallery,
) -> None:
    desk = NewJob(gallery.open("/new"))
    desk.pick({"cut.png": pictures("x.png")["x.png"][:-2000]})
    desk.prompt(1).fill("a lamp swings")
    expect(desk.rows.nth(0)).to_contain_text("cut.png cannot be shown")
    expect(desk.page.get_by_role("button", name="Upload and get the price")).to_be_disabled()


def _fail_until(page: Page, condition: str) -> None:
    """Let the API fail as the page sees it until a condition in the page holds."""
    body = json.dumps({"title": "Failed", "status": 500, "detail": "A fault.", "code": "fault"})

    def handle(route: Route) -> None:
        if page.evaluate(condition):
            route.continue_()
        else:
            route.fulfill(status=500, content_type="application/problem+json", body=body)

    page.route("**/api/**", handle)
