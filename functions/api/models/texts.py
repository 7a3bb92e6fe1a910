"""Texts that people type: what may stand in them."""

import re
from typing import Annotated

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from dailies.domain.characters import find_hidden
from dailies.domain.filenames import why_unsafe
from dailies.domain.prompts import MAX_PROMPT_CHARACTERS

_BREAKS = re.compile(r"[ \t\r\n]*[\t\r\n][ \t\r\n]*")
_LONGEST_SENT = 4 * MAX_PROMPT_CHARACTERS
"""What is read before breaks are joined and the text's own limit holds."""


def _one_line(text: str) -> str:
    """Join lines as a prompts file's reader does, then refuse what hides and what is empty."""
    return _visible(_BREAKS.sub(" ", text))


def _visible(text: str) -> str:
    hidden = find_hidden(text)
    if hidden:
        raise PydanticCustomError("hidden_character", "Holds the hidden character {code}.", {"code": hidden})
    if not text.strip():
        raise PydanticCustomError("empty", "Is empty.")
    return text.strip()


def _one_line_or_nothing(text: str) -> str:
    return _one_line(text) if text.strip() else ""


def _short_enough(text: str) -> str:
    if len(text) > MAX_PROMPT_CHARACTERS:
        limit = {"most": MAX_PROMPT_CHARACTERS}
        raise PydanticCustomError("too_long", "Has more than {most} characters.", limit)
    return text


def _harmless_name(name: str) -> str:
    reason = why_unsafe(name)
    if reason:
        raise PydanticCustomError("unsafe_name", "Cannot be taken: {reason}.", {"reason": reason})
    return name


Title = Annotated[str, Field(min_length=1, max_length=120), AfterValidator(_visible)]
"""One visible line."""

PromptText = Annotated[
    str,
    Field(min_length=1, max_length=_LONGEST_SENT),
    AfterValidator(_one_line),
    AfterValidator(_short_enough),
]
"""A prompt, by the rules of prompts files."""

FileName = Annotated[str, Field(min_length=1, max_length=255), AfterValidator(_harmless_name)]
"""What a user calls a file, perhaps with folders before it."""

FolderName = Annotated[str, Field(min_length=1, max_length=80), AfterValidator(_visible)]
"""What the folder in a ZIP is to be called; it is made safe to unpack when the ZIP is built."""

COMMENT_CHARACTERS = 500
Comment = Annotated[str, Field(max_length=COMMENT_CHARACTERS), AfterValidator(_one_line_or_nothing)]
"""What a user says of a take; empty for nothing."""
