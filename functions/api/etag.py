"""Entity tags, so that a client that polls gets 304 as long as nothing changed."""

import hashlib
import json
from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.event_handler.api_gateway import ApiGatewayResolver

from functions.api.call import Call
from functions.api.language import ENGLISH, language_of

_LINKS_KEPT_SECONDS = 600
"""Links live 15 minutes; a tag never outlives 10, so no client keeps dead ones."""


def tagged(api: ApiGatewayResolver, handle: Callable[[ApiGatewayResolver], Response[Any]]) -> Response[Any]:
    """Tag an answer, or say 304 when the client has it already: a middleware of routes that are polled."""
    response = handle(api)
    call: Call = api.context["call"]
    language = language_of(call.request.headers.get("accept-language", ""))
    tag = etag(response.body, at=int(call.app.clock().timestamp()), language=language)
    if _has(call.request.headers.get("if-none-match", ""), tag):
        return Response(status_code=304, headers={"ETag": tag})
    response.headers["ETag"] = tag
    return response


def etag(body: Any, *, at: int, language: str = ENGLISH) -> str:
    """Tag a body without its links, which are signed anew each time; `at` = seconds since 1970."""
    kept, links = _without_links(body)
    window = str(at // _LINKS_KEPT_SECONDS) if links else ""
    text = json.dumps(kept, sort_keys=True, separators=(",", ":"))
    spoken = "" if language == ENGLISH else language
    return f'"{hashlib.sha256(f"{spoken}{window}{text}".encode()).hexdigest()[:32]}"'


def _without_links(value: Any) -> tuple[Any, bool]:
    if isinstance(value, dict):
        parts = {name: _without_links(inner) for name, inner in value.items() if not _is_link(name)}
        found = any(_is_link(name) and inner for name, inner in value.items())
        return {n: part for n, (part, _) in parts.items()}, found or any(f for _, f in parts.values())
    if isinstance(value, list):
        entries = [_without_links(inner) for inner in value]
        return [entry for entry, _ in entries], any(found for _, found in entries)
    return value, False


def _is_link(name: str) -> bool:
    return name == "url" or name.endswith("_url")


def _has(if_none_match: str, tag: str) -> bool:
    given = {entry.strip().removeprefix("W/") for entry in if_none_match.split(",")}
    return tag in given or "*" in given
