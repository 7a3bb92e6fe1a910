"""Characters that have no place in what people name and write, because they hide or reorder what is read."""

import re

# Joiners stay (emoji and Persian need them), as do the plain direction marks of Hebrew and Arabic.
_HIDDEN = re.compile(
    "["
    "\x00-\x1f\x7f-\x9f"  # controls: terminal escapes, line breaks that forge log lines, NUL
    "\u2028-\u202e\u2066-\u2069"  # line separators, and what overrides the direction of reading
    "\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb"  # zero width
    "\ud800-\udfff"  # lone surrogates: no encoding can write them
    "\U000e0000-\U000e007f"  # tags: text that only machines see
    "]"
)


def find_hidden(text: str) -> str | None:
    """Give the first hidden character of a text as `U+202E`, or None if it has none."""
    found = _HIDDEN.search(text)
    return f"U+{ord(found.group()):04X}" if found else None


def strip_hidden(text: str) -> str:
    """Give the text without its hidden characters."""
    return _HIDDEN.sub("", text)


def shorten(text: str, limit: int) -> str:
    """Give a user's text as a message may repeat it: visible and at most `limit` characters."""
    seen = strip_hidden(text[: limit * 2])
    return seen if len(seen) <= limit else seen[: limit - 1] + "…"


def quote(text: str) -> str:
    """Give the start of a user's text in quotation marks."""
    return f"“{shorten(text, 60)}”"
