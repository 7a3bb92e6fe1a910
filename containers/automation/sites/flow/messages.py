"""Which of the site's sentences means what."""

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files
from typing import Self

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, model_validator

from dailies.domain.verdicts import UNKNOWN, VERDICTS, Verdict


class MessagePattern(BaseModel):
    """Sentences of one category, as case-insensitive regular expressions; data of the selector pack."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: str
    patterns: tuple[str, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _has_a_verdict(self) -> Self:
        if self.category not in VERDICTS:
            raise ValueError(f"no verdict for {self.category}")
        return self


@cache
def load_messages() -> tuple[MessagePattern, ...]:
    """Read the sentences that every generation says."""
    text = (files(__package__) / "packs" / "messages.json").read_text(encoding="utf-8")
    return TypeAdapter(tuple[MessagePattern, ...]).validate_json(text)


def classify(text: str, patterns: Iterable[MessagePattern]) -> Verdict:
    """Find the first category whose sentence occurs in the text; what is new is `unknown`, never retried."""
    words = " ".join(text.split())
    for known in patterns:
        if any(re.search(pattern, words, re.IGNORECASE) for pattern in known.patterns):
            return VERDICTS[known.category]
    return VERDICTS[UNKNOWN]
