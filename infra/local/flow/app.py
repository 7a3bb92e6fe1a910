"""The site as one ASGI application."""

import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Mount
from starlette.staticfiles import StaticFiles

from dailies.domain.errors import DailiesError
from infra.local.flow import admin, downloads, page_api, pages, sign_in, uploads
from infra.local.flow.config import SiteConfig
from infra.local.flow.middleware import SafeHeaders, SlowReplies
from infra.local.flow.site import Site

_PARTS = (pages, sign_in, page_api, uploads, downloads, admin)


async def _explain(_: Request, error: Exception) -> JSONResponse:
    if not isinstance(error, DailiesError):
        raise error
    return JSONResponse(error.failure.model_dump(), status_code=error.status)


def _static_files() -> list[Mount]:
    """Serve /static/a, /static/b, /static/shared, and generation C's own below /static itself."""
    names = {"/static/a": "a", "/static/b": "b", "/static/shared": "shared", "/static": "c"}
    return [
        Mount(path, StaticFiles(directory=pages.HERE / name, check_dir=False)) for path, name in names.items()
    ]


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

    app = Starlette(
        routes=[route for part in _PARTS for route in part.ROUTES] + _static_files(),
        middleware=[
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"]),
            Middleware(SafeHeaders),
            Middleware(SlowReplies),
        ],
        exception_handlers={DailiesError: _explain},
        lifespan=run,
    )
    app.state.site = site
    return app
