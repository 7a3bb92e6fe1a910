"""Advice in the language that the client asks for; all else stays as it is stored, in English."""

import json
import math
from collections.abc import Iterator
from typing import Any

ENGLISH = "en"
_SPOKEN = frozenset({ENGLISH, "vi"})
_MOST_ENTRIES = 20


def language_of(accept_language: str) -> str:
    """Choose from an Accept-Language header the language that the client likes best; English when in doubt."""
    weighed = [(weight, tag) for tag, weight in _entries(accept_language) if tag in _SPOKEN and weight > 0]
    return max(weighed, key=lambda entry: entry[0])[1] if weighed else ENGLISH


def _entries(header: str) -> Iterator[tuple[str, float]]:
    for entry in header.split(",")[:_MOST_ENTRIES]:
        tag, _, parameter = entry.strip().partition(";")
        yield tag.strip().lower().split("-")[0], _weight(parameter)


def _weight(parameter: str) -> float:
    name, _, text = parameter.strip().partition("=")
    if name.strip().lower() != "q":
        return 1.0
    try:
        weight = float(text)
    except ValueError:
        return 0.0
    return weight if math.isfinite(weight) else 0.0


def speak(body: str, language: str) -> str:
    """Give a JSON body with the advice of each failure in that language, where there are words for its code."""
    return json.dumps(_spoken(json.loads(body), language), ensure_ascii=False, separators=(",", ":"))


def _spoken(value: Any, language: str) -> Any:
    if isinstance(value, list):
        return [_spoken(entry, language) for entry in value]
    if not isinstance(value, dict):
        return value
    told = {name: _spoken(entry, language) for name, entry in value.items()}
    # Failures, problems and warnings alike have a code with their advice.
    if told.get("advice") and isinstance(told.get("code"), str):
        from dailies.domain.verdicts import advice_in  # noqa: PLC0415 - reads its rows at import

        told["advice"] = advice_in(told["code"], language) or told["advice"]
    return told
