"""JSON as the standard has it: the parser of Python also takes NaN, repeated keys and half characters."""

import json
import re
from typing import Any, NoReturn

_HALF_CHARACTER = re.compile(r"\\u[dD][89a-fA-F]")
_LONGEST_NUMBER = 40
_BRACKETS_PER_VALUE = 20


class _Hooks:
    """Refuses while parsing, so that a hostile text costs no more than its first offence."""

    def __init__(self, max_values: int) -> None:
        self._left = max_values

    def _count(self) -> None:
        self._left -= 1
        if self._left < 0:
            raise ValueError("too many objects or numbers")

    def object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        self._count()
        found = dict(pairs)
        if len(found) != len(pairs):
            raise ValueError("an object names the same key twice")
        return found

    def integer(self, text: str) -> int:
        self._count()
        if len(text) > _LONGEST_NUMBER:
            raise ValueError("a number is too long")
        return int(text)

    def real(self, text: str) -> float:
        self._count()
        number = float(text) if len(text) <= _LONGEST_NUMBER else float("inf")
        if abs(number) == float("inf"):
            raise ValueError("a number is too large")
        return number

    def constant(self, text: str) -> NoReturn:
        raise ValueError(f"{text} is not JSON")


def load_json(text: str, *, max_values: int = 100_000) -> Any:
    """Parse a text; raise ValueError for what is malformed, ambiguous, unwritable, too deep or too much."""
    hooks = _Hooks(max_values)
    # Lists have no hook, and an empty one of two bytes takes 64 in memory; brackets in texts count as well.
    if text.count("[") > _BRACKETS_PER_VALUE * max_values:
        raise ValueError("too many lists")
    try:
        value = json.loads(
            text,
            object_pairs_hook=hooks.object,
            parse_int=hooks.integer,
            parse_float=hooks.real,
            parse_constant=hooks.constant,
        )
    except RecursionError:
        raise ValueError("nested too deeply") from None
    if _HALF_CHARACTER.search(text):
        _refuse_half_characters(value)
    return value


def _refuse_half_characters(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError:
        raise ValueError("a text holds half a character (a lone surrogate)") from None
