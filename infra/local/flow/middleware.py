"""What every answer passes through: headers of safety, and the slowness of an account's site."""

import asyncio

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infra.local.flow.visitor import find_visitor

_SAFETY = {
    "content-security-policy": "default-src 'self'; img-src 'self' data:; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
}
_REPLY_SECONDS = 0.03
"""What an answer is taken to need when nothing is slow; real seconds, as the page's own delays are."""


class SafeHeaders:
    """Adds the headers that keep a page from loading or running anything of others."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, with the headers."""

        async def send_safely(message: Message) -> None:
            if message["type"] == "http.response.start":
                MutableHeaders(scope=message).update(_SAFETY)
            await send(message)

        await self._app(scope, receive, send_safely if scope["type"] == "http" else send)


class SlowReplies:
    """Lets an account wait as many times as long for every answer as its profile says."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Wait, then answer."""
        account = find_visitor(Request(scope)) if scope["type"] == "http" else None
        if account is not None and account.profile.slow > 1:
            await asyncio.sleep(_REPLY_SECONDS * (account.profile.slow - 1))
        await self._app(scope, receive, send)
