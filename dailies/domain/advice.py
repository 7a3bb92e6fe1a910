"""Advice in other languages, by the code of the failure; the English stands where each error is raised."""

from functools import cache
from importlib.resources import files

from pydantic import TypeAdapter


def advice_of(code: str, language: str) -> str | None:
    """Give what to do about a failure of that code; None where it was not translated."""
    return _rows().get(language, {}).get(code)


@cache
def _rows() -> dict[str, dict[str, str]]:
    text = (files("dailies.domain") / "advice.json").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, dict[str, str]]).validate_json(text)
