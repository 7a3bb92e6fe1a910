"""Answers that break off, as a lost connection does."""

from collections.abc import Mapping

from starlette.types import Receive, Scope, Send


class CutResponse:
    """Promises `length` bytes, sends fewer; the server then closes the connection."""

    def __init__(self, body: bytes, *, length: int, headers: Mapping[str, str] | None = None) -> None:
        self._body = body
        self._headers = {"content-length": str(length), **(headers or {})}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send what there is and stop."""
        del scope, receive
        headers = [(name.lower().encode(), value.encode()) for name, value in self._headers.items()]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": self._body, "more_body": True})
