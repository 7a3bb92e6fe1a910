"""What the driver decides before anything is sent, as pure functions of data."""

from pathlib import Path

import pytest

from containers.automation.sites.flow.axes import Dropdown, choices_of
from containers.automation.sites.flow.browser import find_chromium
from containers.automation.sites.flow.images import unique_name
from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.pack import Pack, load_pack, load_packs
from containers.automation.sites.flow.pages.dropdowns import only_position, plain_name
from containers.automation.sites.flow.pages.settings import read_quote
from containers.automation.sites.flow.preparing import check_order
from dailies.domain.errors import InvalidInput, SiteChanged, SiteFailure, ToolMissing

from .orders import an_order

PACK = load_pack("flow-c")
every_pack = pytest.mark.parametrize("pack", load_packs(), ids=lambda pack: pack.name)


def test_given_a_fast_clock_when_scaled_then_waits_for_the_site_shrink() -> None:
    pace = Pace(clock_factor=60)
    assert (pace.scaled(900), pace.scaled(30, floor=2), pace.page_ms) == (15, 2, 30_000)


def test_given_the_real_clock_when_polling_then_it_is_every_ten_seconds() -> None:
    assert Pace().poll == 10


def test_given_an_order_when_listed_then_every_axis_has_its_value() -> None:
    assert choices_of(an_order()) == {
        "medium": "video",
        "use": "references",
        "model": "Veo 3.1 - Fast",
        "aspect": "portrait",
        "resolution": "720p",
        "duration": "8",
        "outputs": "2",
    }


@every_pack
def test_given_the_usual_order_when_checked_then_every_generation_takes_it(pack: Pack) -> None:
    check_order(an_order(), pack)


@pytest.mark.parametrize("seconds", [4, 6])
@pytest.mark.parametrize("name", ["flow-b", "flow-c"])
def test_given_a_reference_image_when_not_eight_seconds_then_the_order_is_refused(
    name: str, seconds: int
) -> None:
    with pytest.raises(InvalidInput, match="drop the image"):
        check_order(an_order(duration=seconds), load_pack(name))


def test_given_a_first_frame_when_four_seconds_then_the_order_stands() -> None:
    check_order(an_order(duration=4, image_use="frames"), PACK)


@pytest.mark.parametrize(
    ("order", "name", "subject"),
    [
        ({"duration": 4, "image_use": "frames"}, "flow-a", "duration"),
        ({"duration": 5, "image_use": "frames"}, "flow-c", "duration"),
        ({"images": 3, "image_use": "frames"}, "flow-c", "images"),
    ],
)
def test_given_what_a_generation_lacks_when_checked_then_it_is_refused_by_name(
    order: dict[str, int], name: str, subject: str
) -> None:
    with pytest.raises(InvalidInput) as caught:
        check_order(an_order(**order), load_pack(name))
    assert (caught.value.failure.code, caught.value.failure.subject) == ("not_offered", subject)


@pytest.mark.parametrize(("images", "use"), [(3, "references"), (2, "frames")])
@every_pack
def test_given_the_most_images_when_checked_then_the_order_stands(pack: Pack, images: int, use: str) -> None:
    check_order(an_order(images=images, image_use=use), pack)


def test_given_a_longer_model_name_when_matched_then_only_the_exact_one_is_taken() -> None:
    names = ["Veo 3.1 - Lite [Lower Priority]", "Veo 3.1 - Lite"]
    assert only_position(names, ("Veo 3.1 - Lite",), "model") == 1


@pytest.mark.parametrize(
    "names", [["Veo 3.1 - Fast", "Veo 3.1 - Fast"], ["Veo 3.1 - Fast [Lower Priority]"], []]
)
def test_given_two_or_no_exact_models_when_matched_then_it_is_refused(names: list[str]) -> None:
    with pytest.raises(SiteFailure) as caught:
        only_position(names, ("Veo 3.1 - Fast",), "model")
    assert caught.value.failure.code == "model_unavailable"


def test_given_a_missing_aspect_when_matched_then_it_is_no_question_of_the_model() -> None:
    with pytest.raises(SiteFailure) as caught:
        only_position(["Landscape"], ("Portrait", "Retrato"), "aspect")
    assert caught.value.failure.code == "setting_unavailable"


def dropdown(axis: str) -> Dropdown:
    found = next(one for one in load_pack("flow-a").settings.axes if one.axis == axis)
    assert isinstance(found, Dropdown)
    return found


@pytest.mark.parametrize(
    ("axis", "text", "name"),
    [
        ("outputs", "Outputs per prompt2", "2"),
        ("outputs", "Respostas por comando4", "4"),
        ("model", "ModelVeo 3.1 - Fast", "Veo 3.1 - Fast"),
        ("model", "ModeloVeo 3.1 - Fast", "Veo 3.1 - Fast"),
        ("model", "Veo 3.1 - QualityBeta Audio", "Veo 3.1 - Quality"),
        ("model", "Veo 2 - Fast No Audio", "Veo 2 - Fast"),
        ("model", "Veo 3.1 - Fast [Lower Priority]", "Veo 3.1 - Fast [Lower Priority]"),
    ],
)
def test_given_a_label_that_runs_into_its_value_when_read_then_the_value_is_left(
    axis: str, text: str, name: str
) -> None:
    assert plain_name(text, dropdown(axis)) == name


@every_pack
def test_given_a_pane_without_a_price_when_read_then_the_site_has_changed(pack: Pack) -> None:
    with pytest.raises(SiteChanged):
        read_quote("Generating will use many credits", pack)


@pytest.mark.parametrize(
    "line",
    [
        "Generating will use 40 credits",
        "A geração usará 40 créditos",
        "Die Generierung verbraucht 40 Credits",
        "Generating\nwill use  40\ncredits",
    ],
)
@every_pack
def test_given_a_pane_when_read_then_the_price_is_found(pack: Pack, line: str) -> None:
    assert read_quote(f"x2\n{line}\n4s 6s", pack) == 40


def test_given_one_name_when_uploaded_twice_then_the_names_differ() -> None:
    assert unique_name("dog.png") != unique_name("dog.png")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dog.PNG", "dog-t.png"),
        ('../../etc/"x".jpeg', "x-t.jpeg"),
        ("日本.webp", "image-t.webp"),
        ("noext", "noext-t.png"),
        ("a" * 200 + ".png", "a" * 40 + "-t.png"),
    ],
)
def test_given_an_untrusted_name_when_made_unique_then_only_safe_letters_stay(
    name: str, expected: str
) -> None:
    assert unique_name(name, "t") == expected


def test_given_no_browser_when_looked_for_then_the_advice_names_the_package() -> None:
    with pytest.raises(ToolMissing) as caught:
        find_chromium(which=lambda _: None)
    assert "chromium-headless-shell" in (caught.value.failure.advice or "")


def test_given_several_browsers_when_looked_for_then_the_lightest_is_taken() -> None:
    assert find_chromium(which=lambda name: f"/opt/{name}") == Path("/opt/chromium-headless-shell")
