"""One synthesis and one emulator for the whole session."""

import asyncio
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from infra.bundle import Target
from infra.local.clients import Clients
from infra.local.deployer import Deployed, deploy
from infra.local.emulator import Emulator, EmulatorConfig
from infra.local.environments import ensure_emulator
from infra.synth import read_template, synthesise
from tests.infra.reading import PARAMETERS

T = TypeVar("T")
NOBODY = "http://127.0.0.1:9"
"""An address where nothing listens."""


@pytest.fixture(scope="session")
def assembly() -> Path:
    return synthesise(Target.HERE)


@pytest.fixture(scope="session")
def template(assembly: Path) -> dict[str, Any]:
    """The stack that works."""
    return read_template(assembly, "dailies")


@pytest.fixture(scope="session")
def data_template(assembly: Path) -> dict[str, Any]:
    """The stack that keeps."""
    return read_template(assembly, "dailies-data")


@pytest.fixture(scope="session")
def background() -> Iterator[asyncio.AbstractEventLoop]:
    """An event loop that outlives single tests, on a thread that outlives the emulator."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    yield loop
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def _run(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T]) -> T:
    future: Future[T] = asyncio.run_coroutine_threadsafe(work, loop)
    return future.result(timeout=60)


@contextmanager
def emulated(loop: asyncio.AbstractEventLoop, folder: Path) -> Iterator[Clients]:
    """Run an emulator with its state in the folder, and give clients that speak to it."""
    config = EmulatorConfig(
        python=ensure_emulator(),
        state=folder / "state",
        log=folder / "emulator.log",
        batch_url=NOBODY,
        secret_key="emulator-tests",
    )
    emulator = _run(loop, Emulator.start(config))
    try:
        yield Clients(emulator_url=emulator.url, batch_url=NOBODY, secret_key=config.secret_key)
    finally:
        _run(loop, emulator.stop())


@pytest.fixture(scope="session")
def clients(
    background: asyncio.AbstractEventLoop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Clients]:
    with emulated(background, tmp_path_factory.mktemp("emulator")) as made:
        yield made


@pytest.fixture(scope="module")
def own_clients(
    background: asyncio.AbstractEventLoop, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Clients]:
    """Clients of an emulator that one module has for itself."""
    with emulated(background, tmp_path_factory.mktemp("emulator")) as made:
        yield made


@pytest.fixture(scope="session")
def deployed(clients: Clients, assembly: Path) -> Deployed:
    return deploy(clients, stack="dailies", assembly=assembly, parameters=PARAMETERS)
