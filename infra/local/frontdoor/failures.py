"""What the door answers when a request cannot be handed on, or nothing good comes back."""

import logging
from collections.abc import Awaitable, Callable

import httpx2
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from infra.local.frontdoor.presigned import NotAllowed
from infra.local.frontdoor.problem import new_request_id, problem
from infra.local.frontdoor.relay import TooLarge

_log = logging.getLogger(__name__)


async def _say_not_allowed(_request: Request, error: Exception) -> Response:
    return problem(403, "not_allowed", "Not allowed", str(error))


async def _say_too_large(_request: Request, _error: Exception) -> Response:
    return problem(413, "too_large", "Too large", "The request has more bytes than may be sent here.")


async def _say_down(request: Request, error: Exception) -> Response:
    _log.warning("%s %s: no answer from behind: %r", request.method, request.url.path, error)
    return problem(
        503, "unavailable", "Not available", "The stage does not answer; it may still be starting."
    )


async def _say_slow(request: Request, error: Exception) -> Response:
    _log.warning("%s %s: %r", request.method, request.url.path, error)
    return problem(504, "timeout", "Too slow", "The stage took too long to answer. Try again.")


async def _say_broken_off(request: Request, error: Exception) -> Response:
    _log.warning("%s %s: the answer broke off: %r", request.method, request.url.path, error)
    return problem(502, "unavailable", "Not available", "The stage broke off its answer. Try again.")


async def _say_http(_request: Request, error: Exception) -> Response:
    status, title = (error.status_code, error.detail) if isinstance(error, HTTPException) else (500, "Error")
    return problem(status, "refused", title, "This address does not answer that.")


async def _say_internal(request: Request, error: Exception) -> Response:
    request_id = new_request_id()
    _log.error("%s %s failed, request %s", request.method, request.url.path, request_id, exc_info=error)
    return problem(
        500, "internal", "The front door failed", f"Its log has the cause under {request_id}.", request_id
    )


async def _say_nothing(_request: Request, _error: Exception) -> Response:
    return Response(status_code=499)


HANDLERS: dict[int | type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
    NotAllowed: _say_not_allowed,
    TooLarge: _say_too_large,
    ClientDisconnect: _say_nothing,
    httpx2.ConnectError: _say_down,
    httpx2.ConnectTimeout: _say_down,
    httpx2.PoolTimeout: _say_down,
    httpx2.TimeoutException: _say_slow,
    httpx2.TransportError: _say_broken_off,
    HTTPException: _say_http,
    Exception: _say_internal,
}
"""What is answered to each; starlette takes the one for the nearest class."""
