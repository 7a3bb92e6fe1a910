"""A real server behind the front door: an API and a store in one, as the emulator is."""

import socket
import threading
import time
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response, StreamingResponse
from starlette.routing import Route

DEADLINE_SECONDS = 10.0
CHUNK = b"x" * 65_536
_METHODS = ["GET", "HEAD", "PUT", "POST", "DELETE", "PATCH"]


@dataclass
class Seen:
    """One request as it arrived behind the door."""

    method: str
    target: str
    headers: dict[str, str]
    size: int


@dataclass
class Behind:
    """What the server has seen, and what its objects look like."""

    requests: list[Seen] = field(default_factory=list)
    object_headers: dict[str, str] = field(default_factory=lambda: {"content-type": "video/mp4"})

    async def answer(self, request: Request) -> Response:
        """Note the request and answer by its path."""
        size = 0
        async for chunk in request.stream():
            size += len(chunk)
        target = request.scope["raw_path"].decode() + "?" + request.scope["query_string"].decode()
        self.requests.append(Seen(request.method, target, dict(request.headers), size))
        match request.url.path:
            case "/api/crash":
                return PlainTextResponse("Traceback (most recent call last): CANARY", 502)
            case "/api/refused":
                return JSONResponse({"code": "conflict"}, 503, media_type="application/problem+json")
            case "/api/cut":
                return StreamingResponse(_cut(), headers={"content-length": "1000000"})
            case path if path.startswith("/takes/"):
                return self._object(request)
        hop = {"connection": "x-secret-hop", "x-secret-hop": "1", "cache-control": "public", "x-kept": "1"}
        return JSONResponse({"ok": True}, headers={**hop, "access-control-allow-origin": "*"})

    def _object(self, request: Request) -> Response:
        if "large" in request.url.path:
            return StreamingResponse(_large(), headers=self.object_headers)
        if request.headers.get("range") == "bytes=1-2":
            return Response(b"bc", 206, headers={**self.object_headers, "content-range": "bytes 1-2/4"})
        return Response(b"abcd", headers=self.object_headers)


async def _large() -> AsyncIterator[bytes]:
    for _ in range(1_000):
        yield CHUNK


async def _cut() -> AsyncIterator[bytes]:
    yield b"some"
    raise ConnectionError("gone")


def free_port() -> int:
    """Give a loopback port that nobody listens on, for what must know its own before it starts."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def served(app: Starlette, port: int = 0) -> Iterator[int]:
    """Serve an app on a real port while the context lasts; give the port."""
    server = uvicorn.Server(uvicorn.Config(app, host="127.0.0.1", port=port, log_level="critical"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    try:
        until(lambda: server.started)
        yield server.servers[0].sockets[0].getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(DEADLINE_SECONDS)
        assert not thread.is_alive()


def until(condition: Callable[[], Any]) -> None:
    """Poll a condition until it is true; fail after the deadline."""
    deadline = time.monotonic() + DEADLINE_SECONDS
    pause = threading.Event()
    while not condition():
        assert time.monotonic() < deadline, "the condition did not come true in time"
        pause.wait(0.01)


def raw_status(host: str, line: str, *headers: str) -> int:
    """Send a request that no well-behaved client would send; give the status of the answer."""
    with socket.create_connection(("127.0.0.1", int(host.rpartition(":")[2])), timeout=5) as connection:
        head = [f"{line} HTTP/1.1", f"Host: {host}", "Connection: close", *headers, "", ""]
        connection.sendall("\r\n".join(head).encode())
        return int(connection.recv(100).split()[1])


def app_of(behind: Behind) -> Starlette:
    """Make the server's app."""
    return Starlette(routes=[Route("/{path:path}", behind.answer, methods=_METHODS)])
