"""What may come in at all: which Host, which Origin, which paths. Pure, and an ASGI wrapper that asks."""

from urllib.parse import unquote

from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from infra.local.frontdoor.problem import problem

_HARMLESS = frozenset({"GET", "HEAD"})
_HEADERS = {
    "x-content-type-options": "nosniff",
    "cross-origin-resource-policy": "same-origin",
    "x-frame-options": "DENY",
}


def own_hosts(port: int) -> frozenset[str]:
    """Give the Host values that mean us; any other name may be a page that rebound its DNS to us."""
    names = ("127.0.0.1", "localhost")
    return frozenset(f"{name}:{port}" for name in names) | (frozenset(names) if port == 80 else frozenset())


def is_own_origin(origin: str | None, method: str, hosts: frozenset[str]) -> bool:
    """Tell whether a request may act: it only reads, or no page sent it, or one of ours did."""
    if method in _HARMLESS or origin is None:
        return True
    return origin.startswith("http://") and origin.removeprefix("http://") in hosts


def is_plain_path(raw_path: str) -> bool:
    """Tell whether every server behind us reads the path as we do: no dot segments, however encoded."""
    path = unquote(unquote(raw_path))
    segments = path.replace("\\", "/").split("/")
    return (
        not any(segment in {".", ".."} for segment in segments)
        and "//" not in path
        and "\\" not in path
        and path.isprintable()
    )


class Guard:
    """Checks each request before the app sees it, and adds the headers that every answer has."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self._app = app
        self._hosts = own_hosts(port)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or let the app answer."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def send_guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers[name] = value
                headers.setdefault("referrer-policy", "no-referrer")
            await send(message)

        answer = self._refusal(scope) or self._app
        await answer(scope, receive, send_guarded)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        hosts = headers.getlist("host")
        if len(hosts) != 1 or hosts[0].lower() not in self._hosts:
            return problem(
                421, "wrong_host", "Misdirected request", "This port answers to its own name only."
            )
        origins = headers.getlist("origin")
        if not all(is_own_origin(origin, scope["method"], self._hosts) for origin in origins):
            return problem(403, "wrong_origin", "Foreign page", "Another site's page may not act here.")
        if not is_plain_path(scope["raw_path"].decode("latin-1")):
            return problem(
                400, "malformed", "Malformed path", "The path has segments that are not plain names."
            )
        return None
