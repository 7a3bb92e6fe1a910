"""Serving ASGI apps inside the supervisor's own event loop, on sockets that it bound before."""

import asyncio
import contextlib
import errno
import socket
from collections.abc import AsyncIterator, Iterator

import uvicorn
from starlette.applications import Starlette

from dailies.domain.errors import Conflict

_POLL_SECONDS = 0.02
_STOP_SECONDS = 3
_BACKLOG = 256


class _Server(uvicorn.Server):
    """A server that leaves signals to the supervisor."""

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
    try:
        while not server.started and not serving.done():
            await asyncio.sleep(_POLL_SECONDS)
        if serving.done():
            await serving
            raise RuntimeError("a server of the stage did not start; the log says why")
        yield
    finally:
        server.should_exit = True
        await serving
