"""Which of the site's sentences means what."""

import re
from collections.abc import Iterable

from pydantic import BaseModel, ConfigDict, Field

from dailies.domain.verdicts import UNKNOWN, VERDICTS, Verdict


class MessagePattern(BaseModel):
    """Sentences of one category, as case-insensitive regular expressions; data of the selector pack."""

    model_config = ConfigDict(frozen=True)

    category: str
    patterns: tuple[str, ...] = Field(min_length=1)


def classify(text: str, patterns: Iterable[MessagePattern]) -> Verdict:
    """Find the first category whose sentence occurs in the text; what is new is `unknown`, never retried."""
    words = " ".join(text.split())
    for known in patterns:
        if any(re.search(pattern, words, re.IGNORECASE) for pattern in known.patterns):
            return VERDICTS[known.category]
    return VERDICTS[UNKNOWN]
