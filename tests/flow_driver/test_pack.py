"""The selector packs are data that is checked when it is read."""

import json
import re
from typing import Any

import pytest
from pydantic import ValidationError

from containers.automation.sites.flow.pack import Pack, load_pack, load_packs, packs_folder
from containers.automation.sites.flow.pack_tool import schema, targets_of
from containers.automation.sites.flow.screen import name_pattern
from containers.automation.sites.flow.target import Candidate
from dailies.domain.verdicts import VERDICTS

every_pack = pytest.mark.parametrize("pack", load_packs(), ids=lambda pack: pack.name)


def raw_pack(name: str = "flow-c") -> dict[str, Any]:
    data: dict[str, Any] = json.loads((packs_folder() / f"{name}.json").read_text(encoding="utf-8"))
    return data


def test_given_the_folder_when_loaded_then_the_newest_generation_comes_first() -> None:
    assert [(pack.name, pack.generation) for pack in load_packs()] == [
        ("flow-c", "C"),
        ("flow-b", "B"),
        ("flow-a", "A"),
    ]


@every_pack
def test_given_a_pack_when_loaded_then_every_category_but_unknown_has_sentences(pack: Pack) -> None:
    assert {message.category for message in pack.messages} == set(VERDICTS) - {"unknown"}


@pytest.mark.parametrize("pattern", [p for m in load_pack("flow-c").messages for p in m.patterns])
def test_given_a_message_pattern_when_compiled_then_it_never_matches_nothing(pattern: str) -> None:
    assert re.search(pattern, "") is None


@every_pack
def test_given_an_icon_of_a_pack_when_looked_for_then_names_may_hold_it(pack: Pack) -> None:
    icons = {candidate.icon for _, target in targets_of(pack) for candidate in target if candidate.icon}
    assert icons - set(pack.ligatures) <= {"warning"}


@every_pack
def test_given_an_element_with_labels_alone_when_listed_then_another_language_finds_it_too(
    pack: Pack,
) -> None:
    """Only a page for strangers, and names that are the same everywhere, may have no other way."""
    mute = [
        path
        for path, target in targets_of(pack)
        if not path.startswith("sign_in")
        and all(one.label and not one.icon and len(one.label) < 3 for one in target)
        and not all(re.search(r"\d", name) for one in target for name in one.names)
    ]
    assert mute == []


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
    data["own_messages"] = [{"category": "mood", "patterns": ["bad mood"]}]
    with pytest.raises(ValidationError, match="mood"):
        Pack.model_validate(data)


def test_given_an_axis_that_nobody_sets_when_validated_then_it_is_refused() -> None:
    data = raw_pack()
    data["settings"]["axes"] = [axis for axis in data["settings"]["axes"] if axis["axis"] != "aspect"]
    with pytest.raises(ValidationError, match="every axis is named once"):
        Pack.model_validate(data)


def test_given_a_project_path_without_its_id_when_validated_then_it_is_refused() -> None:
    with pytest.raises(ValidationError, match="project_path"):
        Pack.model_validate({**raw_pack(), "project_path": "/project"})


def test_given_the_model_when_changed_then_the_committed_schema_changes_with_it() -> None:
    assert (packs_folder() / "schema.json").read_text(encoding="utf-8") == schema()


@pytest.mark.parametrize("name", ["Video", "videocam Video", "videocamVideo", " Video "])
def test_given_an_icon_word_in_a_name_when_matched_then_the_label_is_found(name: str) -> None:
    pattern = name_pattern(Candidate(role="radio", label={"en": ("Video",)}), ("videocam",))
    assert pattern.search(name)


@pytest.mark.parametrize("name", ["Video frames", "My Video", "Videos", "video"])
def test_given_another_name_when_matched_then_the_label_is_not_found(name: str) -> None:
    pattern = name_pattern(Candidate(role="radio", label={"en": ("Video",)}), ("videocam",))
    assert not pattern.search(name)
