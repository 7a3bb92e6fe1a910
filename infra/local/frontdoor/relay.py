"""Hands a request on and its answer back, a chunk at a time: memory stays flat whatever the size."""

from collections.abc import AsyncIterator, Iterable, Mapping, Sequence

import anyio
import httpx2
from starlette.requests import Request
from starlette.responses import StreamingResponse
from starlette.types import Receive, Scope, Send

Headers = Sequence[tuple[str, str]]

_CLOSE_SECONDS = 5.0
_ONE_CONNECTION = frozenset(
    {
        "connection",
        "expect",
        "keep-alive",
        "proxy-authenticate",
        "proxy-authorization",
        "proxy-connection",
        "te",
        "trailer",
        "transfer-encoding",
        "upgrade",
    }
)


class TooLarge(Exception):
    """The body has more bytes than allowed."""


class RelayedResponse(StreamingResponse):
    """An upstream answer on its way; the upstream connection is let go even when the reader leaves early."""

    def __init__(self, upstream: httpx2.Response, headers: Headers) -> None:
        super().__init__(upstream.aiter_raw(), upstream.status_code)
        self.raw_headers = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers]
        self._upstream = upstream

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send all of it."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            with anyio.move_on_after(_CLOSE_SECONDS, shield=True):
                await self._upstream.aclose()


class Upstream:
    """The server behind the door."""

    def __init__(self, client: httpx2.AsyncClient, base_url: str) -> None:
        self._client = client
        self._base = httpx2.URL(base_url)

    async def send(
        self,
        request: Request,
        headers: Headers,
        content: bytes | AsyncIterator[bytes],
        silence_seconds: float,
    ) -> httpx2.Response:
        """Hand the request on under its own path and query; gives the answer with its body unread."""
        query = request.scope["query_string"]
        target = request.scope["raw_path"] + (b"?" + query if query else b"")
        waits = self._client.timeout
        timeout = httpx2.Timeout(silence_seconds, connect=waits.connect, pool=waits.pool)
        onward = self._client.build_request(
            request.method,
            self._base.copy_with(raw_path=target),
            headers=_with_encoding(headers),
            content=content,
            timeout=timeout,
        )
        return await self._client.send(onward, stream=True)

    async def post_form(self, path: str, form: Mapping[str, str], silence_seconds: float) -> httpx2.Response:
        """Send a form of the door's own; gives the answer with its body read."""
        return await self._client.post(
            self._base.copy_with(path=path), data=dict(form), timeout=silence_seconds
        )


def end_to_end(headers: Iterable[tuple[str, str]], *dropped: str) -> list[tuple[str, str]]:
    """Leave out the headers of one connection (those that `Connection` names too) and the `dropped` ones."""
    kept = [(name.lower(), value) for name, value in headers]
    named = {
        word.strip().lower() for name, value in kept if name == "connection" for word in value.split(",")
    }
    out = _ONE_CONNECTION | named | set(dropped)
    return [(name, value) for name, value in kept if name not in out]


async def limited(body: AsyncIterator[bytes], limit_bytes: int) -> AsyncIterator[bytes]:
    """Pass a body on; raises TooLarge once it has more bytes than the limit."""
    size = 0
    async for chunk in body:
        size += len(chunk)
        if size > limit_bytes:
            raise TooLarge
        yield chunk


def _with_encoding(headers: Headers) -> Headers:
    # The client would ask for compression by itself, and the browser that did not would get it.
    if any(name == "accept-encoding" for name, _ in headers):
        return headers
    return [*headers, ("accept-encoding", "identity")]
