"""Whatever a person types becomes a name that unpacks anywhere."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dailies.domain.names import folder_name, is_safe_name, member_names, slug

HOSTILE = {
    "../../etc/passwd": "etc passwd",
    "/abs/x": "abs x",
    "C:\\x": "C x",
    "a\\..\\b": "a . b",
    "": "Dailies",
    ".": "Dailies",
    "..": "Dailies",
    " . - ": "Dailies",
    "con": "con_",
    "AUX.png": "AUX.png_",
    "LPT¹": "LPT¹_",
    "name. . ": "name",
    ".hidden": "hidden",
    "-rf": "rf",
    "a\x00b\nc": "a b c",
    "\u202egnp.exe": "gnp.exe",
    "zero\u200bwidth": "zero width",
    "cafe\u0301": "café",
    "日本語 フォルダ": "日本語 フォルダ",
    "\ud800": "Dailies",
    "<a>:b|c?*": "a b c",
    "My_Videos": "My_Videos",
    "x" * 300: "x" * 80,
}


@pytest.mark.parametrize("text", sorted(HOSTILE))
def test_given_a_hostile_folder_name_when_made_safe_then_it_stays_readable(text: str) -> None:
    assert folder_name(text) == HOSTILE[text]


@given(st.text())
def test_given_any_text_when_made_a_name_then_it_is_safe(text: str) -> None:
    assert is_safe_name(folder_name(text))
    assert is_safe_name(slug(text))


@given(st.lists(st.text(), max_size=20))
def test_given_any_titles_when_named_then_all_names_are_safe_and_differ(titles: list[str]) -> None:
    names = member_names(titles, "4K")
    assert all(is_safe_name(name) for name in names)
    assert len({name.casefold() for name in names}) == len(titles)


def test_given_titles_when_named_then_they_sort_as_they_are_numbered() -> None:
    names = member_names(["Rain on Glass!", "猫"] + ["x"] * 98, "4K")
    assert names[:2] == ("001_Rain-on-Glass_4k.mp4", "002_猫_4k.mp4")
    assert sorted(names) == list(names)
