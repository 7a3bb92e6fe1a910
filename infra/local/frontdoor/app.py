"""The front door as an ASGI app."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import httpx2
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from dailies.clock import Clock, now
from dailies.domain.sign_in import SETTINGS_PATH
from infra.local.frontdoor.api import relay_api
from infra.local.frontdoor.config import FrontDoorConfig
from infra.local.frontdoor.failures import HANDLERS
from infra.local.frontdoor.gallery import show_file, show_page
from infra.local.frontdoor.guard import Guard
from infra.local.frontdoor.objects import relay_object
from infra.local.frontdoor.relay import Upstream
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
        exception_handlers=HANDLERS,
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
