"""Taking out of evidence what names the account or opens it."""

import json
import re
from collections.abc import Collection
from typing import Any

REMOVED = "[removed]"

_EMAIL = re.compile(r"[\w.+-]+(?:@|%40|&#64;)[\w-]+(?:\.[\w-]+)+")
_QUERY = re.compile(r"((?:https?|blob|wss?):[^\s\"'<>?#\\]*)[?#][^\s\"'<>\\]*")
_RELATIVE_QUERY = re.compile(r"((?:href|src|action|poster|srcset)=[\"'][^\"'?#]*)[?#][^\"']*")
_BEARER = re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE)
_JWT = re.compile(r"\beyJ[\w-]{8,}\.[\w-]{8,}(?:\.[\w-]*)?")
_PRIVATE_INPUT = re.compile(r"<input\b[^>]*\btype=[\"']?(?:password|email|hidden)\b[^>]*>", re.IGNORECASE)
_VALUE = re.compile(r"\bvalue=(?:\"[^\"]*\"|'[^']*'|[^\s>]+)", re.IGNORECASE)
_SECRET_LIMIT = 6
_KEPT_HEADERS = {"content-type", "content-length", "date", "retry-after"}
_BLANKED_LISTS = {"cookies", "queryString"}
_BLANKED_VALUES = {"postData", "storageState", "extraHTTPHeaders", "httpCredentials", "localStorage"}


def redact_text(text: str, secrets: Collection[str] = ()) -> str:
    """Remove known secrets, e-mail addresses, tokens and the query strings of addresses."""
    for secret in sorted(secrets, key=len, reverse=True):
        if len(secret) >= _SECRET_LIMIT:
            text = text.replace(secret, REMOVED)
    for pattern in (_EMAIL, _JWT):
        text = pattern.sub(REMOVED, text)
    return _QUERY.sub(r"\1", _BEARER.sub(rf"\1 {REMOVED}", text))


def redact_html(html: str, secrets: Collection[str] = ()) -> str:
    """Redact a page: its texts, its links, and what stands in private fields."""
    blanked = _PRIVATE_INPUT.sub(lambda field: _VALUE.sub('value=""', field.group()), html)
    return redact_text(_RELATIVE_QUERY.sub(r"\1", blanked), secrets)


def redact_json_lines(text: str, secrets: Collection[str] = ()) -> str:
    """Redact a trace, one JSON value a line; a line that is no JSON is dropped."""
    lines = []
    for line in text.splitlines():
        try:
            lines.append(json.dumps(_redact(json.loads(line), secrets)))
        except ValueError:
            continue
    return "\n".join(lines) + "\n" if lines else ""


def _redact(value: Any, secrets: Collection[str]) -> Any:
    if isinstance(value, str):
        return redact_text(value, secrets)
    if isinstance(value, list):
        return [_redact(one, secrets) for one in value]
    if isinstance(value, dict):
        return {key: _redact_entry(key, entry, secrets) for key, entry in value.items()}
    return value


def _redact_entry(key: str, value: Any, secrets: Collection[str]) -> Any:
    if key in _BLANKED_LISTS:
        return []
    if key in _BLANKED_VALUES:
        return None
    if key == "headers" and isinstance(value, list):
        return [one for one in value if str(one.get("name", "")).lower() in _KEPT_HEADERS]
    return _redact(value, secrets)
