"""The front door as an ASGI app."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx2
from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response
from starlette.routing import Route

from dailies.clock import Clock, now
from dailies.domain.sign_in import SETTINGS_PATH
from infra.local.frontdoor.api import relay_api
from infra.local.frontdoor.config import FrontDoorConfig
from infra.local.frontdoor.gallery import show_file, show_page
from infra.local.frontdoor.guard import Guard
from infra.local.frontdoor.objects import relay_object
from infra.local.frontdoor.presigned import NotAllowed
from infra.local.frontdoor.problem import new_request_id, problem
from infra.local.frontdoor.relay import TooLarge, Upstream
from infra.local.frontdoor.sign_in import (
    AUTHORIZE,
    LOGIN,
    TOKEN,
    authorize,
    relay_sign_in,
    settings_of,
)

_ANY_METHOD = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"]
_OBJECT_METHODS = ["GET", "HEAD", "PUT", "POST"]
_log = logging.getLogger(__name__)


def create_front_door(config: FrontDoorConfig, clock: Clock = now) -> Starlette:
    """Make the front door; its lifespan opens and closes the connections to what is behind it."""

    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        async with _client(config) as client:
            app.state.upstream = Upstream(client, config.emulator_url)
            yield

    async def api(request: Request) -> Response:
        return await relay_api(request, request.app.state.upstream, config)

    async def objects(request: Request) -> Response:
        return await relay_object(request, request.app.state.upstream, config, clock)

    async def show_settings(_request: Request) -> Response:
        return settings_of(config)

    async def ask_who(request: Request) -> Response:
        return await authorize(request, request.app.state.upstream, config)

    async def sign_in(request: Request) -> Response:
        return await relay_sign_in(request, request.app.state.upstream)

    routes = [
        Route("/", show_page),
        Route(SETTINGS_PATH, show_settings),
        Route(AUTHORIZE, ask_who, methods=["GET"]),
        Route(LOGIN, sign_in, methods=["POST"]),
        Route(TOKEN, sign_in, methods=["POST"]),
        Route("/gallery/{name:path}", show_file),
        Route("/health", api),
        Route("/api/{rest:path}", api, methods=_ANY_METHOD),
        Route("/{bucket}", objects, methods=_OBJECT_METHODS),
        Route("/{bucket}/{key:path}", objects, methods=_OBJECT_METHODS),
    ]
    return Starlette(
        routes=routes,
        lifespan=lifespan,
        middleware=[Middleware(Guard, port=config.port)],
        exception_handlers=_HANDLERS,
    )


def _client(config: FrontDoorConfig) -> httpx2.AsyncClient:
    return httpx2.AsyncClient(
        trust_env=False,
        follow_redirects=False,
        timeout=httpx2.Timeout(
            config.api_seconds, connect=config.connect_seconds, pool=config.connect_seconds
        ),
        limits=httpx2.Limits(max_connections=config.connections),
    )


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


_HANDLERS: dict[int | type[Exception], Callable[[Request, Exception], Awaitable[Response]]] = {
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
