"""The way to the API: bounded bodies, the Host that the emulator needs, and never a stack trace back."""

import logging
from http import HTTPStatus

from starlette.requests import Request
from starlette.responses import Response

from infra.local.frontdoor.config import FrontDoorConfig
from infra.local.frontdoor.problem import new_request_id, problem
from infra.local.frontdoor.relay import RelayedResponse, TooLarge, Upstream, end_to_end, limited

_OWN_REQUEST_HEADERS = ("host", "content-length", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto")
_OWN_ANSWER_HEADERS = ("date", "server", "cache-control", "access-control-allow-origin")
_PASSING_FAILURES = frozenset({503, 504})

_REFUSALS = {
    401: ("unauthenticated", "This needs a valid token."),
    403: ("scope_missing", "The token does not allow this."),
    404: ("not_found", "There is no such thing here."),
    429: ("busy", "Too many requests at once; try again shortly."),
}

_log = logging.getLogger(__name__)


async def relay_api(request: Request, upstream: Upstream, config: FrontDoorConfig) -> Response:
    """Answer what the API answers; raises TooLarge for a body over the limit."""
    if int(request.headers.get("content-length", "0")) > config.api_body_limit_bytes:
        raise TooLarge
    body = b"".join([part async for part in limited(request.stream(), config.api_body_limit_bytes)])
    headers = [
        *end_to_end(request.headers.items(), *_OWN_REQUEST_HEADERS),
        ("host", config.api_host),
        ("x-forwarded-host", request.headers["host"]),
        ("x-forwarded-proto", "http"),
    ]
    answer = await upstream.send(request, headers, body, config.api_seconds)
    if answer.status_code >= 400 and not _is_problem(answer.headers.get("content-type", "")):
        await answer.aclose()
        return (
            _failed(request, answer.status_code)
            if answer.status_code >= 500
            else _refused(answer.status_code)
        )
    kept = end_to_end(answer.headers.multi_items(), *_OWN_ANSWER_HEADERS)
    return RelayedResponse(answer, [*kept, ("cache-control", "no-store")])


def _is_problem(content_type: str) -> bool:
    return content_type.partition(";")[0].strip().lower() == "application/problem+json"


def _refused(status: int) -> Response:
    # What the gateway refuses itself comes as {"message": …}: here it gets the product's one error shape.
    code, detail = _REFUSALS.get(status, ("refused", "The gateway refused this request."))
    answer = problem(status, code, HTTPStatus(status).phrase, detail)
    if status == HTTPStatus.UNAUTHORIZED:
        answer.headers["www-authenticate"] = "Bearer"
    return answer


def _failed(request: Request, status: int) -> Response:
    # A handler that crashed comes back as 502 with its stack trace in the body.
    request_id = new_request_id()
    _log.error(
        "%s %s: the API failed with %d, request %s", request.method, request.url.path, status, request_id
    )
    status = status if status in _PASSING_FAILURES else 500
    detail = f"The API failed on this request. Its log has the cause; give {request_id} when you report it."
    return problem(status, "internal", "The API failed", detail, request_id)
