"""Takes out of a text what no log may hold: queries of links, tokens, addresses, values that a user sent."""

import re

MOST_CHARACTERS = 8_000

_RULES = (
    # A presigned link is a key for as long as it lives, and the key is all in its query.
    (re.compile(r"(https?://)[^\s/@\"'<>]+@"), r"\1"),
    (re.compile(r"(https?://[^\s?#\"'<>]+)[?#][^\s\"'<>]+"), r"\1?…"),
    (re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]+", re.IGNORECASE), r"\1 …"),
    (re.compile(r"\beyJ[\w-]+\.[\w-]+(?:\.[\w-]+)?"), "…"),
    (re.compile(r"(?i)\b(X-Amz-(?:Signature|Credential|Security-Token)|\w+_token)=[^\s&\"']+"), r"\1=…"),
    (re.compile(r"[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"), "…@…"),
    # Pydantic's errors quote what was sent: a prompt, a name, a whole body.
    (re.compile(r"input_value=.*?, input_type=", re.DOTALL), "input_value=…, input_type="),
)  # fmt: skip


def redact(text: str) -> str:
    """Give the text without them, and not longer than a log line should be."""
    seen = text[: MOST_CHARACTERS * 2]
    for pattern, instead in _RULES:
        seen = pattern.sub(instead, seen)
    return seen if len(seen) <= MOST_CHARACTERS else seen[: MOST_CHARACTERS - 1] + "…"
