"""The pages' labels in other languages, as data: English label → translation."""

import json
from collections.abc import Mapping
from pathlib import Path


def load_labels() -> dict[str, dict[str, str]]:
    """Read the translations, by language; English has none."""
    text = Path(__file__).with_name("labels.json").read_text(encoding="utf-8")
    labels: dict[str, dict[str, str]] = json.loads(text)
    return labels


def labels_of(labels: Mapping[str, dict[str, str]], language: str) -> dict[str, str]:
    """Give the translations for a language; a label that has none stays English."""
    return labels.get(language, {})
