"""Serving the site on loopback until told to stop."""

import asyncio
import contextlib
import json
import signal
import socket
import sys
from collections.abc import Callable, Iterator

import uvicorn

from infra.local.flow.app import create_app
from infra.local.flow.config import SiteConfig

_STOP_SECONDS = 2


class _Server(uvicorn.Server):
    """Leaves signals to us, so that SIGTERM ends with exit 0, and tells when it is ready."""

    def __init__(self, config: uvicorn.Config, announce: Callable[[], None]) -> None:
        super().__init__(config)
        self._announce = announce

    @contextlib.contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Capture none."""
        yield

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then announce."""
        await super().startup(sockets)
        self._announce()


async def _serve(config: SiteConfig, listener: socket.socket) -> None:
    url = f"http://127.0.0.1:{listener.getsockname()[1]}"

    def announce() -> None:
        sys.stdout.write(json.dumps({"url": url}) + "\n")
        sys.stdout.flush()

    settings = uvicorn.Config(
        create_app(config), log_level="warning", timeout_graceful_shutdown=_STOP_SECONDS, server_header=False
    )
    server = _Server(settings, announce)

    def stop() -> None:
        server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop)
    await server.serve(sockets=[listener])


def serve(config: SiteConfig) -> None:
    """Serve on 127.0.0.1 until SIGTERM or SIGINT; prints one JSON line with the URL when ready."""
    with socket.create_server(("127.0.0.1", config.port)) as listener:
        asyncio.run(_serve(config, listener))
