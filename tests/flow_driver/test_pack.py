"""The selector pack is data that is checked when it is read."""

import json
import re
from importlib.resources import files
from typing import Any

import pytest
from pydantic import ValidationError

from containers.automation.sites.flow.pack import Candidate, Pack, load_pack
from containers.automation.sites.flow.screen import name_pattern
from dailies.domain.verdicts import VERDICTS


def raw_pack() -> dict[str, Any]:
    path = files("containers.automation.sites.flow") / "packs" / "flow-c.json"
    data: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return data


def test_given_the_pack_when_loaded_then_it_names_itself() -> None:
    pack = load_pack("flow-c")
    assert (pack.name, pack.generation, pack.version >= 1) == ("flow-c", "C", True)


def test_given_the_pack_when_loaded_then_every_category_but_unknown_has_sentences() -> None:
    assert {message.category for message in load_pack("flow-c").messages} == set(VERDICTS) - {"unknown"}


@pytest.mark.parametrize("pattern", [p for m in load_pack("flow-c").messages for p in m.patterns])
def test_given_a_message_pattern_when_compiled_then_it_never_matches_nothing(pattern: str) -> None:
    assert re.search(pattern, "") is None


def test_given_a_misspelt_screen_when_validated_then_it_is_refused() -> None:
    data = raw_pack()
    data["composer"]["sumbit"] = data["composer"].pop("submit")
    with pytest.raises(ValidationError, match="sumbit"):
        Pack.model_validate(data)


def test_given_an_element_without_a_way_to_find_it_when_validated_then_it_is_refused() -> None:
    data = raw_pack()
    data["composer"]["submit"] = []
    with pytest.raises(ValidationError, match="submit"):
        Pack.model_validate(data)


def test_given_an_unknown_category_when_validated_then_it_is_refused() -> None:
    data = raw_pack()
    data["messages"].append({"category": "mood", "patterns": ["bad mood"]})
    with pytest.raises(ValidationError, match="mood"):
        Pack.model_validate(data)


@pytest.mark.parametrize("name", ["Video", "videocam Video", "videocamVideo", " Video "])
def test_given_an_icon_word_in_a_name_when_matched_then_the_label_is_found(name: str) -> None:
    pattern = name_pattern(Candidate(role="radio", label={"en": ("Video",)}), ("videocam",))
    assert pattern.search(name)


@pytest.mark.parametrize("name", ["Video frames", "My Video", "Videos", "video"])
def test_given_another_name_when_matched_then_the_label_is_not_found(name: str) -> None:
    pattern = name_pattern(Candidate(role="radio", label={"en": ("Video",)}), ("videocam",))
    assert not pattern.search(name)
