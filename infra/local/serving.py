"""Serving ASGI apps inside the supervisor's own event loop, on sockets that it bound before."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.applications import Starlette

from dailies.domain.errors import Conflict

_STOP_SECONDS = 3
_BACKLOG = 256


class _Server(uvicorn.Server):
    """A server that leaves signals to the supervisor, and says when it serves."""

    def __init__(self, config: uvicorn.Config) -> None:
        super().__init__(config)
        self.is_up = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then say so."""
        await super().startup(sockets)
        self.is_up.set()

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield


def bind(port: int) -> socket.socket:
    """Bind a loopback port, 0 for a free one; callers may connect at once and wait to be served."""
    try:
        return socket.create_server(("127.0.0.1", port), backlog=_BACKLOG)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise Conflict(
            f"port {port} is taken", subject=str(port), advice="choose another with --port"
        ) from error


def address(listener: socket.socket) -> str:
    """Give the socket's URL."""
    return f"http://127.0.0.1:{listener.getsockname()[1]}"


@contextlib.asynccontextmanager
async def served(app: Starlette, listener: socket.socket) -> AsyncIterator[None]:
    """Serve the app while the block runs; leaving waits for the app's own shutdown."""
    settings = uvicorn.Config(
        app,
        log_config=None,
        access_log=False,
        lifespan="on",
        server_header=False,
        timeout_graceful_shutdown=_STOP_SECONDS,
    )
    server = _Server(settings)
    serving = asyncio.create_task(server.serve(sockets=[listener]))
    starting = asyncio.create_task(server.is_up.wait())
    try:
        await asyncio.wait({serving, starting}, return_when=asyncio.FIRST_COMPLETED)
        if not server.started:
            raise RuntimeError("a server of the stage did not start; the log says why")
        yield
    finally:
        starting.cancel()
        server.should_exit = True
        await serving
