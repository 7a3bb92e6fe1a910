"""The gallery's words: every text in every language, with the same things filled in."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from infra.web import gallery_files
from infra.web_packages import WEB

STRINGS = WEB / "strings"
AREAS = sorted(path.name for path in (STRINGS / "en").glob("*.json"))
_FILLED = re.compile(r"\{(\w+)\}")
_USED = re.compile(r"""\bt\(\s*["'`]([a-z][\w.-]*)["'`]""")
_NAMES = {"new.provider.flow", "new.provider.veo"}
_LITERAL = re.compile(r"""(?:>|(?:aria-label|title|placeholder|alt)=")(\s*[A-Z][a-z]{2,}[^<>${}"=]*)[<"]""")
_MADE = re.compile(r"""\bt\(\s*`([a-z][\w.-]*\.)\$\{""")


def _read(language: str, area: str) -> dict[str, Any]:
    words: dict[str, Any] = json.loads((STRINGS / language / area).read_text(encoding="utf-8"))
    return words


def _filled(text: str | dict[str, str]) -> set[str]:
    forms = [text] if isinstance(text, str) else list(text.values())
    return {name for form in forms for name in _FILLED.findall(form)}


def _scripts() -> list[Path]:
    return [path for name, path in gallery_files().items() if name.startswith("js/")]


@pytest.mark.parametrize("area", AREAS)
def test_given_an_area_when_languages_are_compared_then_they_have_the_same_keys(area: str) -> None:
    assert _read("vi", area).keys() == _read("en", area).keys()


def test_given_all_areas_when_languages_are_compared_then_only_names_are_the_same_in_both() -> None:
    same = {
        key for area in AREAS for key, text in _read("en", area).items() if _read("vi", area)[key] == text
    }
    assert same <= _NAMES


def test_given_the_templates_when_read_then_no_word_stands_in_them_that_is_not_translated() -> None:
    found = {
        (path.name, words.strip())
        for path in _scripts()
        for words in _LITERAL.findall(path.read_text(encoding="utf-8"))
    }
    assert found == {("shell.js", "Dailies")}


@pytest.mark.parametrize("area", AREAS)
def test_given_an_area_when_languages_are_compared_then_they_fill_in_the_same_values(area: str) -> None:
    vietnamese = _read("vi", area)
    differing = [key for key, text in _read("en", area).items() if _filled(text) != _filled(vietnamese[key])]
    assert not differing


@pytest.mark.parametrize("area", AREAS)
def test_given_a_text_with_forms_when_read_then_each_language_has_the_form_for_all_other_counts(
    area: str,
) -> None:
    for language in ("en", "vi"):
        formed = [text for text in _read(language, area).values() if isinstance(text, dict)]
        assert all("other" in forms for forms in formed), language


def test_given_all_areas_when_the_scripts_are_read_then_every_key_that_they_use_has_words() -> None:
    known = {key for area in AREAS for key in _read("en", area)}
    used = {
        (path.name, key) for path in _scripts() for key in _USED.findall(path.read_text(encoding="utf-8"))
    }
    assert used
    assert not {(script, key) for script, key in used if key not in known}


def test_given_all_areas_when_the_scripts_are_read_then_every_key_that_they_put_together_begins_one() -> None:
    known = {key for area in AREAS for key in _read("en", area)}
    made = {start for path in _scripts() for start in _MADE.findall(path.read_text(encoding="utf-8"))}
    assert made
    assert not {start for start in made if not any(key.startswith(start) for key in known)}


def test_given_the_areas_when_the_words_are_loaded_then_every_file_is_asked_for() -> None:
    loader = (WEB / "js" / "core" / "words.js").read_text(encoding="utf-8")
    listed = re.search(r"AREAS = \[(.*?)\]", loader, re.DOTALL)
    assert listed
    assert {f"{area}.json" for area in re.findall(r'"(\w[\w-]*)"', listed[1])} == set(AREAS)
