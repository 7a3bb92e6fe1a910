"""What the provider's safety filters say, by support code first and by sentence second; the table is data."""

import re
from functools import cache
from pathlib import Path

from pydantic import BaseModel, ConfigDict, Field

from dailies.domain.verdicts import VERDICTS, Verdict

_SUPPORT = re.compile(r"\b\d{8}\b")
ANY_FILTER = "content_filter"


class SupportCodes(BaseModel):
    """The numbers of one safety category."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: str
    codes: tuple[str, ...] = Field(min_length=1)


class Sentence(BaseModel):
    """A sentence that comes without a number, as a case-insensitive regular expression."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: str
    pattern: str


class FilterTable(BaseModel):
    """All that is known of the filters."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    checked: str
    source: str
    support_codes: dict[str, SupportCodes]
    filter_words: str
    """What tells a filter's answer from any other error, such as a wrong parameter that names audio."""
    sentences: tuple[Sentence, ...]


@cache
def load_filters() -> FilterTable:
    """Read the table, once."""
    return FilterTable.model_validate_json(Path(__file__).with_name("filters.json").read_bytes())


def find_filter(message: str) -> Verdict | None:
    """Find the verdict in an error's message; None where the error is no filter's."""
    if _by_number(message) is None and not re.search(load_filters().filter_words, message, re.IGNORECASE):
        return None
    return filter_verdict(message)


def filter_verdict(reason: str) -> Verdict:
    """Give the verdict on what was filtered; a new reason is still a filter's, so it is final."""
    if (known := _by_number(reason)) is not None:
        return VERDICTS[known]
    for sentence in load_filters().sentences:
        if re.search(sentence.pattern, reason, re.IGNORECASE):
            return VERDICTS[sentence.category]
    return VERDICTS[ANY_FILTER]


def _by_number(text: str) -> str | None:
    numbers = set(_SUPPORT.findall(text))
    rows = load_filters().support_codes.values()
    return next((row.category for row in rows if numbers & set(row.codes)), None)
