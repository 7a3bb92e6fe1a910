"""Which prompt meets which image."""

import random

from dailies.domain.pairing import NamedImage, Pairing, natural_order, pair
from dailies.domain.prompts import Prompt


def images(*names: str) -> list[NamedImage]:
    return [NamedImage(id=f"i{number}", name=name) for number, name in enumerate(names)]


def prompts(*texts: str | tuple[str, str | None]) -> list[Prompt]:
    rows = [(text, None) if isinstance(text, str) else text for text in texts]
    return [Prompt(text=text, image=image, line=line) for line, (text, image) in enumerate(rows, start=1)]


def pairs(pairing: Pairing) -> list[tuple[str, str]]:
    return [(found.image.name, found.prompt.text) for found in pairing.pairs]


def mismatches(pairing: Pairing) -> list[tuple[str, str | None]]:
    return [(failure.code, failure.subject) for failure in pairing.mismatches]


def test_given_no_names_when_paired_then_images_go_in_natural_order() -> None:
    found = pair(images("img10.png", "IMG2.png", "img1.png"), prompts("a", "b", "c"))

    assert pairs(found) == [("img1.png", "a"), ("IMG2.png", "b"), ("img10.png", "c")]
    assert found.mismatches == ()


def test_given_numbers_of_any_length_when_sorted_then_they_count_by_value() -> None:
    names = ["a", "a1", "a01b", "a2", "a9", "a10", "a10b2", "a10b11", "a" + "9" * 5_000, "b0"]
    shuffled = random.Random(3).sample(names, len(names))

    assert sorted(shuffled, key=natural_order) == names


def test_given_more_images_than_prompts_when_paired_then_each_left_one_is_named() -> None:
    found = pair(images("1.png", "2.png", "3.png"), prompts("a"))

    assert pairs(found) == [("1.png", "a")]
    assert mismatches(found) == [("image_without_prompt", "2.png"), ("image_without_prompt", "3.png")]


def test_given_more_prompts_than_images_when_paired_then_each_left_one_is_named() -> None:
    found = pair(images("1.png"), prompts("a", "b"))

    assert mismatches(found) == [("prompt_without_image", "line 2")]


def test_given_one_prompt_for_all_when_asked_for_then_every_image_gets_it() -> None:
    found = pair(images("2.png", "1.png"), prompts("a"), prompt_for_all=True)

    assert pairs(found) == [("1.png", "a"), ("2.png", "a")]


def test_given_two_prompts_for_all_when_asked_for_then_order_decides() -> None:
    found = pair(images("1.png", "2.png", "3.png"), prompts("a", "b"), prompt_for_all=True)

    assert mismatches(found) == [("image_without_prompt", "3.png")]


def test_given_names_when_paired_then_case_form_folder_and_suffix_do_not_matter() -> None:
    sent = images("set/CAT.PNG", "cafe\u0301.jpg", "dog.webp", "bird.png")
    named = prompts(("a", "cat.png"), ("b", "café.jpg"), ("c", "dog"), ("d", "BIRD.jpeg"))

    found = pair(sent, named)

    assert [image for image, _ in pairs(found)] == [image.name for image in sent]
    assert found.mismatches == ()


def test_given_the_same_name_in_two_folders_when_paired_then_the_folder_decides() -> None:
    found = pair(images("x/1.png", "y/1.png"), prompts(("a", "y/1.png"), ("b", "x\\1.png")))

    assert pairs(found) == [("y/1.png", "a"), ("x/1.png", "b")]


def test_given_a_name_that_fits_several_when_paired_then_it_is_ambiguous() -> None:
    found = pair(images("x/1.png", "y/1.png"), prompts(("a", "1.png")))

    assert mismatches(found)[0] == ("image_ambiguous", "1.png")
    assert "x/1.png, y/1.png" in found.mismatches[0].detail


def test_given_both_suffixes_when_paired_then_the_whole_name_wins() -> None:
    found = pair(images("1.png", "1.jpg"), prompts(("a", "1.jpg"), ("b", "1.png")))

    assert pairs(found) == [("1.jpg", "a"), ("1.png", "b")]


def test_given_unknown_taken_and_missing_names_when_paired_then_each_is_named() -> None:
    found = pair(images("1.png", "2.png"), prompts(("a", "1.png"), ("b", "1"), ("c", "9.png"), "d"))

    assert pairs(found) == [("1.png", "a")]
    assert mismatches(found) == [
        ("image_taken", "1.png"),
        ("image_not_found", "9.png"),
        ("prompt_without_image", "line 4"),
        ("image_without_prompt", "2.png"),
    ]
    assert all(failure.advice for failure in found.mismatches)
