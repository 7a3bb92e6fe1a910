"""An emulator for tests that need one without the rest of the stage."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

from infra.local.clients import Clients
from infra.local.emulator import Emulator, EmulatorConfig
from infra.local.environments import ensure_emulator

T = TypeVar("T")
SECRET_KEY = "emulator-tests"
NOBODY = "http://127.0.0.1:9"
"""An address where nothing listens."""


@contextmanager
def emulated(folder: Path) -> Iterator[Clients]:
    """Run an emulator with its state in `folder/state`, and give clients that speak to it."""
    config = EmulatorConfig(
        python=ensure_emulator(),
        state=folder / "state",
        log=folder / "emulator.log",
        batch_url=NOBODY,
        secret_key=SECRET_KEY,
    )
    with _loop_in_background() as loop:
        emulator = _run(loop, Emulator.start(config))
        try:
            yield Clients(emulator_url=emulator.url, batch_url=NOBODY, secret_key=SECRET_KEY)
        finally:
            _run(loop, emulator.stop())


@contextmanager
def _loop_in_background() -> Iterator[asyncio.AbstractEventLoop]:
    # The emulator dies with the thread that started it, and on the tests' own thread a browser may have its loop.
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    try:
        yield loop
    finally:
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


def _run(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T]) -> T:
    future: Future[T] = asyncio.run_coroutine_threadsafe(work, loop)
    return future.result(timeout=60)
