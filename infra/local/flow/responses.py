"""Answers that break off, as a lost connection does."""

import asyncio
import contextlib
from collections.abc import Mapping

from starlette.types import Receive, Scope, Send

_HANGS_AT_MOST_SECONDS = 3600.0


async def wait_until_gone(receive: Receive) -> None:
    """Wait until the client closes the connection, an hour at most."""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(_HANGS_AT_MOST_SECONDS):
            while (await receive())["type"] != "http.disconnect":
                pass


class CutResponse:
    """Promises `length` bytes, sends fewer; the server then closes the connection, or hangs until the client does."""

    def __init__(
        self, body: bytes, *, length: int, headers: Mapping[str, str] | None = None, hang: bool = False
    ) -> None:
        self._body = body
        self._hang = hang
        self._headers = {"content-length": str(length), **(headers or {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what there is and stop."""
        del scope
        headers = [(name.lower().encode(), value.encode()) for name, value in self._headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self._body, "more_body": True})
        if self._hang:
            await wait_until_gone(receive)
