"""The site as one ASGI application."""

import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.datastructures import MutableHeaders
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dailies.domain.errors import DailiesError
from infra.local.flow import admin, downloads, page_api, pages, uploads
from infra.local.flow.config import SiteConfig
from infra.local.flow.site import Site

_SAFETY = {
    "content-security-policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}


class _SafeHeaders:
    """Adds the headers that keep a page from loading or running anything of others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_SAFETY)
            await send(message)

        await self._app(scope, receive, send_safely if scope["type"] == "http" else send)


async def _explain(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, DailiesError):
        raise error
    return JSONResponse(error.failure.model_dump(), status_code=error.status)


def create_app(config: SiteConfig) -> Starlette:
    """Make the site; its work folder is made when it starts."""
    site = Site(config)

    @contextlib.asynccontextmanager
    async def run(_: Starlette) -> AsyncIterator[None]:
        config.data.mkdir(parents=True, exist_ok=True)
        try:
            yield
        finally:
            await site.generations.clear()

    static = Mount("/static", StaticFiles(directory=pages.GENERATION_C))
    app = Starlette(
        routes=[*pages.ROUTES, *page_api.ROUTES, *uploads.ROUTES, *downloads.ROUTES, *admin.ROUTES, static],
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
            Middleware(_SafeHeaders),
        ],
        exception_handlers={DailiesError: _explain},
        lifespan=run,
    )
    app.state.site = site
    return app
