"""Names are for people: shown, compared, never opened."""

import pytest

from dailies.domain.filenames import display_name, is_clutter, suffix_of, why_unsafe


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("cat.png", "cat.png"),
        ("../../etc/cron.d/x", "x"),
        ("C:\\photos\\cat.png", "cat.png"),
        ("\u202egnp.exe", "gnp.exe"),
        ("a\x1b[31m\r\nb.png", "a[31mb.png"),
        ("  two   words.png ", "two words.png"),
        ("cafe\u0301.png", "café.png"),
        ("", "unnamed"),
        ("\0\u200b", "unnamed"),
        ("folder/", "unnamed"),
        ("a" * 300 + ".png", "a" * 115 + "….png"),
        ("a." + "b" * 300, "a." + "b" * 117 + "…"),
    ],
)
def test_given_any_name_when_shown_then_it_is_short_and_visible(raw: str, shown: str) -> None:
    assert display_name(raw) == shown
    assert len(display_name(raw)) <= 120


@pytest.mark.parametrize(
    ("name", "suffix"),
    [("a.PNG", ".png"), ("a", ""), (".png", ""), ("a.", ""), ("d.x/a", ""), ("a.tar.gz", ".gz")],
)
def test_given_a_name_when_asked_then_its_suffix_is_lower_case(name: str, suffix: str) -> None:
    assert suffix_of(name) == suffix


@pytest.mark.parametrize(
    "name",
    ["", "/abs/x", "../x", "a/../../b", "a/..", "./a", ".", "..", "a//b", "C:\\x", "c:x", "a\\..\\b", "a\0.png",
     "\u202egnp.exe", "x" * 1_025, "é" * 600],
)  # fmt: skip
def test_given_a_dangerous_member_when_judged_then_a_reason_is_given(name: str) -> None:
    assert why_unsafe(name)


@pytest.mark.parametrize("name", ["a.png", "set 1/a.png", "set/", "a..png", "...png", "con.png", "é" * 200])
def test_given_an_ordinary_member_when_judged_then_none_is_given(name: str) -> None:
    assert why_unsafe(name) is None


@pytest.mark.parametrize(
    ("name", "clutter"),
    [
        ("__MACOSX/._a.png", True),
        ("set/.DS_Store", True),
        ("Thumbs.db", True),
        (".hidden/a.png", True),
        ("a.png", False),
    ],
)
def test_given_what_systems_leave_behind_when_judged_then_it_is_clutter(name: str, clutter: bool) -> None:
    assert is_clutter(name) is clutter
