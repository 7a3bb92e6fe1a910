"""Several images of one prompt: by order in groups, or by the names beside it."""

import json

import pytest

from dailies.domain.errors import SourceRejected
from dailies.domain.pairing import Grouping, NamedImage, Pairing, pair
from dailies.domain.prompts import Prompt, parse_prompts

PAIRS_OF_FRAMES = Grouping(by_order=2, most=2, frames=True)
REFERENCES = Grouping(by_order=3, most=3)


def images(*names: str) -> list[NamedImage]:
    return [NamedImage(id=name, name=name) for name in names]


def prompts(*texts: str) -> list[Prompt]:
    return [Prompt(text=text, line=line) for line, text in enumerate(texts, start=1)]


def shown(pairing: Pairing) -> list[tuple[str, ...]]:
    return [
        (found.prompt.text, found.image.name, *(more.name for more in found.more_images))
        for found in pairing.pairs
    ]


def codes(pairing: Pairing) -> list[tuple[str, str | None]]:
    return [(problem.code, problem.subject) for problem in pairing.mismatches]


def read(written: str, name: str = "p.csv") -> list[Prompt]:
    return parse_prompts(written.encode(), name)


def test_given_two_images_a_prompt_when_paired_by_order_then_neighbours_belong_together() -> None:
    found = pair(images("4.png", "10.png", "1.png", "2.png"), prompts("a", "b"), grouping=PAIRS_OF_FRAMES)
    assert (shown(found), codes(found)) == ([("a", "1.png", "2.png"), ("b", "4.png", "10.png")], [])


def test_given_one_prompt_for_all_when_grouped_then_each_group_gets_it() -> None:
    found = pair(images(*"123456"), prompts("a"), prompt_for_all=True, grouping=REFERENCES)
    assert shown(found) == [("a", "1", "2", "3"), ("a", "4", "5", "6")]


def test_given_one_image_too_few_when_grouped_then_its_group_is_named_once() -> None:
    found = pair(images(*"123"), prompts("a", "b"), grouping=PAIRS_OF_FRAMES)
    assert (shown(found), codes(found)) == ([("a", "1", "2")], [("group_incomplete", "3")])


def test_given_a_group_too_many_when_paired_then_each_of_its_images_is_named() -> None:
    found = pair(images(*"1234"), prompts("a"), grouping=PAIRS_OF_FRAMES)
    assert codes(found) == [("image_without_prompt", "3"), ("image_without_prompt", "4")]


def test_given_a_prompt_too_many_when_grouped_then_its_line_is_named() -> None:
    found = pair(images(*"12"), prompts("a", "b"), grouping=PAIRS_OF_FRAMES)
    assert codes(found) == [("prompt_without_image", "line 2")]


def test_given_a_short_group_and_too_many_prompts_when_paired_then_each_is_named() -> None:
    found = pair(images(*"123"), prompts("a", "b", "c"), grouping=PAIRS_OF_FRAMES)
    assert codes(found) == [("group_incomplete", "3"), ("prompt_without_image", "line 3")]


def test_given_a_column_of_end_images_when_read_then_it_is_the_last_name() -> None:
    (prompt,) = read("end_image,prompt,image\nb.png,a boat,a.png\n")
    assert (prompt.text, prompt.image, prompt.end_image) == ("a boat", "a.png", "b.png")


def test_given_several_names_in_a_cell_when_read_then_all_are_names_of_one_prompt() -> None:
    (prompt,) = read("image,prompt\na.png | b.png|c.png,a boat\n")
    assert prompt.names == ("a.png", "b.png", "c.png")


@pytest.mark.parametrize(
    ("entry", "names"),
    [
        ({"prompt": "p", "images": ["a", "b"]}, ("a", "b")),
        ({"prompt": "p", "images": []}, ()),
        ({"prompt": "p", "image": "a", "end_image": "b"}, ("a", "b")),
        ({"prompt": "p", "image": None, "end_image": None}, ()),
        ({"prompt": "p", "images": ["a"], "end_image": "b"}, ("a", "b")),
    ],
)
def test_given_a_json_entry_when_read_then_its_names(
    entry: dict[str, object], names: tuple[str, ...]
) -> None:
    (prompt,) = read(json.dumps([entry]), "p.json")
    assert prompt.names == names


@pytest.mark.parametrize(
    "entry",
    [
        {"prompt": "p", "images": "a"},
        {"prompt": "p", "images": ["a", 1]},
        {"prompt": "p", "image": "a", "images": ["b"]},
        {"prompt": "p", "image": "a", "end_image": 1},
        {"prompt": "p", "end_image": "a", "owner": "b"},
        {"images": ["a"]},
    ],
)
def test_given_a_json_entry_of_another_form_when_read_then_refused(entry: dict[str, object]) -> None:
    with pytest.raises(SourceRejected, match="Entry 1"):
        read(json.dumps([entry]), "p.json")


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("image,prompt\na.png|A.PNG,x\n", "prompts_duplicate_image"),
        ("image,end_image,prompt\na.png,a.png,x\n", "prompts_duplicate_image"),
        ("image,prompt\n1|2|3|4|5|6|7|8|9,x\n", "prompt_image_name"),
        ("image,prompt\na.png|\u202eb.png,x\n", "prompt_characters"),
        ("image,end_image,prompt,more\na,b,c,d\n", "prompts_header"),
        ("image,end_image\na,b\n", "prompts_header"),
    ],
)
def test_given_bad_names_when_read_then_refused(written: str, code: str) -> None:
    with pytest.raises(SourceRejected) as caught:
        read(written)
    assert caught.value.failure.code == code


def test_given_names_of_frames_when_paired_then_first_and_last_belong_to_the_prompt() -> None:
    named = read("image,end_image,prompt\na.png,b.png,one\nb.png,c.png,two\n")
    found = pair(images("a.png", "b.png", "c.png"), named, grouping=PAIRS_OF_FRAMES)
    assert (shown(found), codes(found)) == ([("one", "a.png", "b.png"), ("two", "b.png", "c.png")], [])


def test_given_a_reference_that_several_prompts_share_when_paired_then_each_has_it() -> None:
    named = read("image,prompt\na.png|hero.png,one\nb.png|hero.png,two\n")
    found = pair(images("a.png", "b.png", "hero.png"), named, grouping=REFERENCES)
    assert shown(found) == [("one", "a.png", "hero.png"), ("two", "b.png", "hero.png")]


@pytest.mark.parametrize(
    ("written", "grouping", "told"),
    [
        ("image,end_image,prompt\na,b,x\n", REFERENCES, ("end_image_unused", "line 2")),
        ("image,prompt\na|b|c,x\n", PAIRS_OF_FRAMES, ("too_many_images", "line 2")),
        ("image,prompt\na|z,x\n", REFERENCES, ("image_not_found", "z")),
        ("image,end_image,prompt\n,b,x\n", PAIRS_OF_FRAMES, ("prompt_without_image", "line 2")),
    ],
)
def test_given_names_that_cannot_be_used_when_paired_then_the_line_or_the_name_is_told(
    written: str, grouping: Grouping, told: tuple[str, str]
) -> None:
    assert codes(pair(images(*"abc"), read(written), grouping=grouping))[0] == told
