"""The gate as it stands in the stage: its template in the emulator, the real API function, the front door."""

import asyncio
import socket
import threading
from collections.abc import Coroutine, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import pytest
from pydantic import SecretStr

from dailies.cli.wallet import Wallet
from dailies.services.app import App
from dailies.settings import Settings
from infra.bundle import Target
from infra.local.clients import Clients
from infra.local.deployer import deploy
from infra.local.emulator import ACCESS_KEY, REGION, Emulator, EmulatorConfig
from infra.local.environments import ensure_emulator
from infra.local.frontdoor import FrontDoorConfig, PoolConfig, create_front_door
from infra.local.identity.resident import Resident, introduce
from infra.synth import synthesise
from tests.auth.forge import Forge
from tests.frontdoor.behind import served

T = TypeVar("T")
_NOBODY = "http://127.0.0.1:9"
_SECRET = "gate-tests"


@dataclass(frozen=True)
class Gate:
    """Where the API is, and what is needed to look behind it."""

    url: str
    resident: Resident
    forge: Forge
    app: App
    """The product on the stage's own table."""
    outputs: dict[str, str]


@pytest.fixture(scope="session")
def assembly() -> Path:
    """What is deployed."""
    return synthesise(Target.HERE)


@pytest.fixture(scope="session")
def _emulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Emulator, Path]]:
    folder = tmp_path_factory.mktemp("gate")
    config = EmulatorConfig(
        python=ensure_emulator(),
        state=folder / "state",
        log=folder / "emulator.log",
        batch_url=_NOBODY,
        secret_key=_SECRET,
    )
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    emulator = _run(loop, Emulator.start(config))
    yield emulator, config.state
    _run(loop, emulator.stop())
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def _run(loop: asyncio.AbstractEventLoop, work: Coroutine[Any, Any, T]) -> T:
    return asyncio.run_coroutine_threadsafe(work, loop).result(timeout=60)


@pytest.fixture(scope="session")
def gate(_emulator: tuple[Emulator, Path], assembly: Path) -> Iterator[Gate]:
    """The gate, open to those who may come."""
    emulator, state = _emulator
    clients = Clients(emulator_url=emulator.url, batch_url=_NOBODY, secret_key=_SECRET)
    port = _free_port()
    parameters = {"GalleryUrl": f"http://127.0.0.1:{port}/", "FlowUrl": "http://127.0.0.1:1"}
    outputs = dict(deploy(clients, stack="dailies", assembly=assembly, parameters=parameters).outputs)
    resident = introduce(clients, outputs)
    issuer = f"https://cognito-idp.{REGION}.amazonaws.com/{outputs['UserPoolId']}"
    door = create_front_door(
        FrontDoorConfig(
            port=port,
            emulator_url=emulator.url,
            api_host=f"{outputs['ApiId']}.execute-api.localhost:{emulator.port}",
            buckets=frozenset({outputs["BucketName"]}),
            pool=PoolConfig(
                issuer=issuer,
                client_id=outputs["SignInClient"],
                user=resident.name,
                password=SecretStr(resident.password),
            ),
        )
    )
    with served(door, port):
        _wake_pool_key(f"http://127.0.0.1:{port}", resident)
        forge = Forge.of_pool(state, issuer, outputs["SignInClient"])
        yield Gate(f"http://127.0.0.1:{port}", resident, forge, _product(emulator.url, outputs), outputs)


def _product(emulator_url: str, outputs: dict[str, str]) -> App:
    """Make the product in this process, on the stage's table and bucket."""
    variables = {
        "AWS_ENDPOINT_URL": emulator_url,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": _SECRET,
        "AWS_DEFAULT_REGION": REGION,
    }
    app = App(Settings(table=outputs["TableName"], bucket=outputs["BucketName"]))
    # Clients read the variables once: whatever runs in this process later must not find them.
    with pytest.MonkeyPatch.context() as patch:
        for name, value in variables.items():
            patch.setenv(name, value)
        made = [app.aws.dynamodb, app.aws.s3, app.store.table]
    assert made
    return app


def _wake_pool_key(url: str, resident: Resident) -> None:
    """Ask for a token: the pool draws its key with the first."""
    form = {"grant_type": "client_credentials"}
    who = (resident.machine_id, resident.machine_secret)
    httpx2.post(f"{url}/oauth2/token", data=form, auth=who, timeout=60).raise_for_status()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


@pytest.fixture
def wallet(tmp_path: Path) -> Wallet:
    """A wallet with nothing in it."""
    return Wallet(tmp_path / "wallet" / "tokens.json")
