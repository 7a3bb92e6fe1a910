"""A real Chromium walks through generation A: a text area, drop-down lists, a picture cropped before it goes."""

import io
import re
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from .opening import EMAIL, choose_file, open_project, submit_button, tiles
from .visitor import DEADLINE_SECONDS, Owner, picture

pytestmark = pytest.mark.browser


@pytest.fixture
def project(page: Page, owner: Owner, password: str) -> Page:
    return open_project(page, owner, password, "A")


def _lists(page: Page) -> Locator:
    return page.locator("button[role=combobox]")


def _choose(page: Page, of: Locator, option: str) -> None:
    of.click()
    page.get_by_role("option", name=option).click()


def _set(page: Page, mode: str, **values: str) -> None:
    _choose(page, _lists(page).first, mode)
    page.get_by_role("button", name="tune Settings").click()
    for label, option in values.items():
        _choose(
            page, page.get_by_role("dialog").locator(_lists(page), has_text=label.replace("_", " ")), option
        )


def _write(page: Page, prompt: str) -> None:
    page.locator("textarea#PINHOLE_TEXT_AREA_ELEMENT_ID").click()
    page.keyboard.insert_text(prompt)
    expect(submit_button(page)).to_be_enabled()


def _upload(page: Page, path: Path) -> None:
    page.locator("button[aria-haspopup=dialog]:has(i:text-is('add'))").first.click()
    choose_file(page, page.get_by_role("button", name="upload Upload .png"), path)
    page.get_by_role("button", name="crop Crop and Save").click()


@pytest.mark.ffmpeg
def test_given_a_picture_when_the_whole_way_is_walked_then_720p_and_1080p_come_down(
    project: Page, owner: Owner, tmp_path: Path
) -> None:
    values = {"Aspect_Ratio": "Portrait (9:16)", "Outputs_per_prompt": "2", "Model": "Veo 3.1 - Fast"}
    _set(project, "Frames to Video", **values)
    popover = project.get_by_role("dialog", name="Settings")
    expect(popover).to_contain_text("Outputs per prompt2arrow_drop_down")
    expect(popover).to_contain_text("Generating will use 20 credits")
    project.keyboard.press("Escape")
    (tmp_path / "cat-x7.png").write_bytes(picture())
    _upload(project, tmp_path / "cat-x7.png")
    expect(project.get_by_role("button", name="Image ingredient, cat-x7.png")).to_be_visible()
    _write(project, "Failed\n\nsays the cat")
    submit_button(project).click()
    expect(project.locator("textarea")).to_have_value("")
    card = project.locator("[data-index='0'][data-item-index='0']")
    expect(tiles(project).locator("video[src]")).to_have_count(2, timeout=DEADLINE_SECONDS * 1000)
    card.get_by_role("button", name="download Download").click()
    expect(project.get_by_role("menuitem", name="4k Upscaled (4K) Upgrade")).to_be_disabled()
    with project.expect_download() as original:
        project.get_by_role("menuitem", name="capture Original size (720p)").click()
    card.get_by_role("button", name="download Download").click()
    project.get_by_role("menuitem", name="Upscaled (1080p)").click()
    with project.expect_download() as upscaled:
        project.get_by_role("region", name="Notifications alt+T").get_by_text("Download", exact=True).click()
    clip = owner.log()["clips"][0]
    assert original.value.path().stat().st_size == clip["size"]
    assert upscaled.value.url.endswith("rendition=1080p")
    assert (clip["prompt"], clip["roles"]) == ("Failed\n\nsays the cat", ["start"])
    assert [charge["amount"] for charge in owner.bill(EMAIL)["charges"]] == [20]


def test_given_a_wide_picture_when_it_is_cropped_for_portrait_then_its_middle_is_sent(
    project: Page, tmp_path: Path
) -> None:
    _set(project, "Ingredients to Video", Aspect_Ratio="Portrait (9:16)")
    project.keyboard.press("Escape")
    (tmp_path / "wide.png").write_bytes(picture(size=(640, 320)))
    _upload(project, tmp_path / "wide.png")
    thumbnail = project.get_by_role("button", name="Image ingredient, wide.png").locator("img")
    sent = project.request.get(str(thumbnail.get_attribute("src"))).body()
    assert Image.open(io.BytesIO(sent)).size == (180, 320)


def test_given_the_modes_when_listed_then_text_alone_has_no_place_for_a_picture(project: Page) -> None:
    counts = []
    for mode in ("Text to Video", "Frames to Video", "Ingredients to Video"):
        _choose(project, _lists(project).first, mode)
        expect(_lists(project).first).to_contain_text(mode)
        counts.append(project.locator("button:has(i:text-is('add'))").count())
    assert counts == [0, 2, 1]


def test_given_the_models_when_listed_then_each_says_whether_it_has_sound(project: Page) -> None:
    _set(project, "Text to Video")
    project.get_by_role("dialog").locator(_lists(project), has_text="Model").click()
    names = project.get_by_role("option").locator("span:first-of-type").all_inner_texts()
    assert [name for name in names if "Veo 3.1" in name] == ["Veo 3.1 - Fast", "Veo 3.1 - Quality"]
    expect(project.get_by_role("option", name="Veo 3.1 - Fast")).to_have_text("Veo 3.1 - FastBeta Audio")


def test_given_settings_when_reloaded_then_they_have_stuck(project: Page) -> None:
    with project.expect_response(lambda answer: '"outputs":3' in (answer.request.post_data or "")):
        _set(project, "Frames to Video", Model="Veo 3.1 - Quality", Outputs_per_prompt="3")
    project.reload()
    expect(_lists(project).first).to_contain_text("Frames to Video")
    project.get_by_role("button", name="tune Settings").click()
    expect(project.get_by_role("dialog")).to_contain_text("Outputs per prompt3")
    expect(project.get_by_role("dialog")).to_contain_text("ModelVeo 3.1 - Quality")


def test_given_labels_in_portuguese_when_shown_then_the_icons_words_stay(
    page: Page, owner: Owner, password: str
) -> None:
    project = open_project(page, owner, password, "A", language="pt")
    project.locator("button[aria-haspopup=dialog]:has(i:text-is('tune'))").click()
    expect(project.get_by_role("dialog")).to_contain_text("Respostas por comando1arrow_drop_down")


def test_given_a_dear_model_when_chosen_then_a_warning_replaces_submit(project: Page) -> None:
    _set(project, "Text to Video", Model="Veo 3.1 - Quality")
    expect(project.get_by_role("button", name="Insufficient credits warning")).to_be_visible()
    assert submit_button(project).count() == 0


def test_given_the_rights_dialog_when_nobody_accepts_then_nothing_is_sent(
    project: Page, owner: Owner, tmp_path: Path
) -> None:
    owner.fault("rights_dialog")
    project.reload()
    _choose(project, _lists(project).first, "Frames to Video")
    (tmp_path / "cat.png").write_bytes(picture())
    _upload(project, tmp_path / "cat.png")
    dialog = project.get_by_role("dialog", name="Rights to use this image")
    dialog.wait_for()
    assert owner.actions("upload") == []
    with project.expect_response(re.compile("/uploads")):
        dialog.get_by_role("button", name="I agree").click()
    assert len(owner.actions("upload")) == 1


def test_given_a_refusal_when_submitted_then_a_notice_says_why_until_it_is_dismissed(
    project: Page, owner: Owner
) -> None:
    owner.fault("unusual_activity", params={"as": "notice"})
    _write(project, "a cat")
    submit_button(project).click()
    notice = project.locator("[data-sonner-toast]")
    expect(notice).to_contain_text("We noticed some unusual activity")
    notice.get_by_role("button", name="Dismiss").click()
    expect(notice).to_have_count(0)


def test_given_many_cards_when_scrolled_then_only_those_near_are_there_and_the_newest_has_index_0(
    project: Page, owner: Owner
) -> None:
    owner.fault("stuck")
    path = re.sub(r"^.*/project/", f"{owner.url}/api/projects/", project.url)
    for number in range(24):
        project.request.post(f"{path}/submissions", data={"prompt": f"cat {number}", "settings": {}})
    project.reload()
    expect(project.locator("[data-index='0'] figcaption")).to_have_text("cat 23")
    last = project.locator("[data-index='23'] figcaption")
    assert last.count() == 0
    project.locator(".grid-scroll").evaluate("grid => grid.scrollTo(0, grid.scrollHeight)")
    expect(last).to_have_text("cat 0")
    assert project.locator("[data-index='0']").count() == 0


def test_given_a_failed_card_when_retried_then_it_goes_and_a_new_one_comes(
    project: Page, owner: Owner
) -> None:
    owner.fault("policy", attempts=[1])
    owner.fault("stuck", attempts=[2])
    _write(project, "a cat")
    submit_button(project).click()
    expect(tiles(project).locator("h3")).to_have_text("Failed")
    failed = tiles(project).get_attribute("data-tile-id")
    tiles(project).get_by_label("Retry").click()
    expect(tiles(project).get_by_role("progressbar")).to_be_visible()
    assert [tiles(project).count(), project.locator(f"[data-tile-id='{failed}']").count()] == [1, 0]
