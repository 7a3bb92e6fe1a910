"""The imitation as one ASGI application."""

import contextlib
from collections.abc import AsyncIterator

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware

from infra.local.veo import admin, storage, vertex
from infra.local.veo.config import VeoConfig
from infra.local.veo.refusals import GoogleRefusal, explain
from infra.local.veo.site import VeoSite


def create_app(config: VeoConfig) -> Starlette:
    """Make the imitation; its work folder is made when it starts."""
    site = VeoSite(config)

    @contextlib.asynccontextmanager
    async def run(_: Starlette) -> AsyncIterator[None]:
        config.data.mkdir(parents=True, exist_ok=True)
        try:
            yield
        finally:
            await site.operations.stop()

    app = Starlette(
        routes=[*vertex.ROUTES, *storage.ROUTES, *admin.ROUTES],
        middleware=[Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"])],
        exception_handlers={GoogleRefusal: explain},
        lifespan=run,
    )
    app.state.site = site
    return app
