"""The API's OpenAPI document: `python -m functions.api.openapi` writes it, `--check` tells of drift."""

import argparse
import json
import sys
from collections.abc import Iterator
from http import HTTPStatus
from pathlib import Path
from typing import Any

from dailies.domain.scopes import scope_needed
from functions.api.models.problem import Problem
from functions.api.problems import CONTENT_TYPE
from functions.api.resolver import build_resolver

PLACE = Path(__file__).with_name("openapi.json")
VERSION = "1.0.0"
_REF = "#/components/schemas/"
_KEY = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "A key that makes this request work once: 1 to 255 visible ASCII characters, no comma",
    "schema": {"type": "string", "minLength": 1, "maxLength": 255, "pattern": r"^[!-+\--~]+$"},
}
_TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "bearerFormat": "JWT",
    "description": "An access token. Where the gateway itself refuses one (401, 403), its answer may be plain "
    'JSON with a `message` and not a problem; 401 comes with "WWW-Authenticate: Bearer".',
}
_TAG = {
    "name": "If-None-Match",
    "in": "header",
    "required": False,
    "description": "The ETag of the answer that the client has",
    "schema": {"type": "string"},
}


def describe_api() -> dict[str, Any]:
    """Give the document: the routes' own schemas, every error in the one shape."""
    api = build_resolver()
    text = api.get_openapi_json_schema(
        title="Dailies", version=VERSION, summary="Images and prompts in, finished video out"
    )
    document: dict[str, Any] = json.loads(text)
    document["servers"] = [{"url": "/"}]
    schemas = document["components"]["schemas"]
    for name in ("HTTPValidationError", "ValidationError", "ResponseValidationError"):
        schemas.pop(name, None)
    schemas |= _problem_schemas()
    document["components"]["securitySchemes"] = {"token": _TOKEN}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            _complete(operation, method, path)
    return document


def render() -> str:
    """Give the document's text."""
    return json.dumps(describe_api(), indent=2, sort_keys=True, ensure_ascii=False) + "\n"


def _problem_schemas() -> dict[str, Any]:
    schema = Problem.model_json_schema(ref_template=_REF + "{model}", mode="serialization")
    inner: dict[str, Any] = schema.pop("$defs")
    return {**inner, "Problem": schema}


def _complete(operation: dict[str, Any], method: str, path: str) -> None:
    responses = {status: answer for status, answer in operation["responses"].items() if status != "422"}
    for status in _error_statuses(method, path):
        responses[str(status.value)] = {
            "description": status.phrase,
            "content": {CONTENT_TYPE: {"schema": {"$ref": _REF + "Problem"}}},
        }
    operation["responses"] = responses
    parameters = operation.setdefault("parameters", [])
    if method == "post":
        parameters.append(_KEY)
    if _is_polled(method, path):
        parameters.append(_TAG)
        responses["304"] = {"description": "Not Modified"}
    if "204" in responses:
        responses["204"] = {"description": "No Content"}
    scope = scope_needed(method.upper(), path)
    if scope is not None:
        operation["security"] = [{"token": [scope]}]


def _is_polled(method: str, path: str) -> bool:
    return method == "get" and path != "/health" and not path.endswith("/timeline")


def _error_statuses(method: str, path: str) -> Iterator[HTTPStatus]:
    yield from (HTTPStatus.BAD_REQUEST, HTTPStatus.INTERNAL_SERVER_ERROR)
    if path == "/health":
        return
    yield from (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND)
    yield HTTPStatus.SERVICE_UNAVAILABLE
    yield from (HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNSUPPORTED_MEDIA_TYPE)
    yield HTTPStatus.UNPROCESSABLE_ENTITY
    if method in {"post", "patch", "delete"}:
        yield HTTPStatus.CONFLICT
    if method == "post":
        yield HTTPStatus.TOO_MANY_REQUESTS


def main(arguments: list[str]) -> int:
    """Write the document, or with --check compare it; 1 on drift."""
    parser = argparse.ArgumentParser(description="Write the API's OpenAPI document.")
    parser.add_argument("--check", action="store_true", help="exit 1 when the written one differs")
    text = render()
    if not parser.parse_args(arguments).check:
        PLACE.write_text(text)
        return 0
    if PLACE.is_file() and PLACE.read_text() == text:
        return 0
    sys.stderr.write(f"{PLACE.name} differs from the code: run python -m functions.api.openapi\n")
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
