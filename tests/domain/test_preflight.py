"""What may cost a take is said before anything is spent, with the word, the reason and the pixels."""

import json
from importlib.resources import files

import pytest

from dailies.domain.aspects import Size, crop_to, is_near, pad_to
from dailies.domain.options import Aspect, Options
from dailies.domain.preflight import image_warnings, prompt_warnings, warnings
from dailies.domain.units import Image
from dailies.domain.verdicts import advice_in

PORTRAIT, LANDSCAPE = Aspect.PORTRAIT, Aspect.LANDSCAPE
TRIGGERS = json.loads((files("dailies.domain") / "preflight.json").read_text(encoding="utf-8"))["triggers"]


def image(width: int, height: int) -> Image:
    return Image(key="k", name="a.png", width=width, height=height)


def codes(prompt: str) -> list[str]:
    return [found.code for found in prompt_warnings(prompt)]


@pytest.mark.parametrize(
    ("prompt", "code"),
    [
        ("A young girl on a swing", "trigger_minors"),
        ("Hai em bé đang chơi", "trigger_minors"),
        ("The PRESIDENT waves", "trigger_prominent_people"),
        ("Beyonce\u0301 sings", "trigger_prominent_people"),
        ("Một người nổi tiếng", "trigger_prominent_people"),
        ("a gun on the table", "trigger_violence"),
        ("in front of a McDonald\u2019s", "trigger_trademarks"),
        ("a naked statue", "trigger_sexual"),
        ("a news anchor speaks", "trigger_current_events"),
    ],
)
def test_given_a_trigger_word_when_looked_at_then_warned_by_its_kind(prompt: str, code: str) -> None:
    assert codes(prompt) == [code]


@pytest.mark.parametrize(
    "prompt",
    [
        "A kidney bean",
        "A skidding car",
        "He begun to run",
        "Childress Avenue",
        "A minor chord",
        "Marvel at the sea",
    ],
)
def test_given_a_trigger_word_inside_another_when_looked_at_then_nothing(prompt: str) -> None:
    assert codes(prompt) == []


def test_given_several_words_of_a_kind_when_looked_at_then_one_warning_names_them() -> None:
    (found,) = prompt_warnings("A baby, a child and a baby")
    assert "“baby”, “child”: the site refuses many scenes with children" in found.detail


@pytest.mark.parametrize(("length", "warned"), [(1000, []), (1001, ["prompt_long"])])
def test_given_a_prompt_when_longer_than_the_limit_then_warned(length: int, warned: list[str]) -> None:
    assert codes("a" * length) == warned


@pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda trigger: str(trigger["code"]))
def test_given_any_trigger_word_of_the_list_when_it_stands_alone_then_it_is_found(
    trigger: dict[str, object],
) -> None:
    words = trigger["words"]
    assert isinstance(words, list)
    assert [word for word in words if trigger["code"] not in codes(f"See {word}.")] == []


@pytest.mark.parametrize("trigger", TRIGGERS, ids=lambda trigger: str(trigger["code"]))
def test_given_a_kind_of_trigger_when_told_in_vietnamese_then_it_has_words(trigger: dict[str, str]) -> None:
    assert advice_in(trigger["code"], "vi")


@pytest.mark.parametrize(
    ("width", "height", "aspect", "crop", "pad"),
    [
        (1920, 1080, PORTRAIT, (607, 1080), (1920, 3414)),
        (1080, 1920, LANDSCAPE, (1080, 607), (3414, 1920)),
        (1000, 1000, PORTRAIT, (562, 1000), (1000, 1778)),
        (1000, 1000, LANDSCAPE, (1000, 562), (1778, 1000)),
        (900, 1600, PORTRAIT, (900, 1600), (900, 1600)),
        (1, 10_000, LANDSCAPE, (1, 1), (17778, 10_000)),
    ],
)
def test_given_a_size_when_cut_or_filled_up_then_pixels(
    width: int, height: int, aspect: Aspect, crop: tuple[int, int], pad: tuple[int, int]
) -> None:
    size = Size(width=width, height=height)
    cut, filled = crop_to(size, aspect), pad_to(size, aspect)
    assert ((cut.width, cut.height), (filled.width, filled.height)) == (crop, pad)


@pytest.mark.parametrize(
    ("width", "height", "near"),
    [(1080, 1920, True), (1098, 1920, True), (1110, 1920, False), (1920, 1080, False)],
)
def test_given_a_shape_when_compared_then_two_percent_are_near(width: int, height: int, near: bool) -> None:
    assert is_near(Size(width=width, height=height), PORTRAIT, 0.02) is near


def test_given_another_shape_when_looked_at_then_both_ways_are_shown() -> None:
    (found,) = image_warnings(image(1920, 1080), Options(aspect=PORTRAIT))
    assert (found.code, str(found.crop), str(found.pad)) == ("aspect_mismatch", "607x1080", "1920x3414")


@pytest.mark.parametrize(("width", "warned"), [(480, []), (479, ["image_small"])])
def test_given_an_image_when_its_short_side_is_too_short_then_warned(width: int, warned: list[str]) -> None:
    found = image_warnings(image(width, width * 16 // 9), Options())
    assert [each.code for each in found] == warned


def test_given_prompt_and_images_when_looked_at_together_then_all_is_told_in_order() -> None:
    found = warnings("A gun", (image(720, 1280), image(100, 100)), Options())
    assert [each.code for each in found] == ["trigger_violence", "image_small", "aspect_mismatch"]
