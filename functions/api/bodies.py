"""Request bodies: bounded, JSON as the standard has it, nothing ambiguous."""

import base64
import binascii
import re
from collections.abc import Mapping
from typing import Any

from dailies.domain.accounts import STATE_BYTES
from dailies.domain.errors import InvalidInput, Malformed
from dailies.domain.strict_json import load_json
from functions.api.incoming import Incoming

MOST_BYTES = 256 * 1024
_DEEPEST = 16
_JSON = re.compile(r"application/json(\s*;\s*charset=\"?utf-8\"?)?\s*", re.IGNORECASE)


class TooLarge(Malformed):
    """The body is larger than any request of ours."""

    code = "too_large"
    status = 413


class UnsupportedMediaType(Malformed):
    """The body is not plain JSON."""

    code = "unsupported_media_type"
    status = 415


LARGE: Mapping[str, int] = {"/api/accounts/<name>/session": STATE_BYTES}
"""Routes whose bodies may have more bytes."""


def read_body(event: Mapping[str, Any], request: Incoming, *, most_bytes: int = MOST_BYTES) -> str:
    """Give the body's text, empty where there is none; raises for what is not one JSON object."""
    data = _bytes(event, most_bytes)
    if not data:
        return ""
    if request.headers.get("content-encoding", "identity").lower() != "identity":
        raise UnsupportedMediaType("Compressed bodies are not taken.")
    if not _JSON.fullmatch(request.headers.get("content-type", "")):
        raise UnsupportedMediaType(
            "The body must be JSON.", advice="Send it with Content-Type: application/json."
        )
    text = _text(data)
    _check(_parse(text))
    return text


def _bytes(event: Mapping[str, Any], most_bytes: int) -> bytes:
    body = str(event.get("body") or "")
    if len(body) > most_bytes * 4 // 3 + 4:
        raise _too_large(most_bytes)
    if event.get("isBase64Encoded"):
        try:
            data = base64.b64decode(body, validate=True)
        except (binascii.Error, ValueError):
            raise Malformed("The body is not base64.") from None
    else:
        data = body.encode(errors="surrogatepass")
    if len(data) > most_bytes:
        raise _too_large(most_bytes)
    return data


def _too_large(most_bytes: int) -> TooLarge:
    return TooLarge(
        f"A body may have {most_bytes // 1024} KB.",
        advice="Files are not sent here: ask for upload slots, and send long lists in several requests.",
    )


def _text(data: bytes) -> str:
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        raise Malformed("The body is not UTF-8.") from None


def _parse(text: str) -> Any:
    try:
        return load_json(text)
    except ValueError as error:
        half = "surrogate" in str(error)
        refusal = InvalidInput if half else Malformed
        raise refusal("The body cannot be read as JSON.", advice=str(error)[:100]) from None


def _check(body: Any) -> None:
    if not isinstance(body, dict):
        raise InvalidInput("The body must be a JSON object.")
    left: list[tuple[Any, int]] = [(body, 1)]
    while left:
        value, depth = left.pop()
        if depth > _DEEPEST:
            raise Malformed("The body is nested too deeply.")
        if isinstance(value, str):
            _refuse_nul(value)
        elif isinstance(value, list):
            left += [(inner, depth + 1) for inner in value]
        elif isinstance(value, dict):
            left += [(inner, depth + 1) for pair in value.items() for inner in pair]


def _refuse_nul(text: str) -> None:
    if "\0" in text:
        raise InvalidInput("A text holds a NUL character.", code="hidden_character")
