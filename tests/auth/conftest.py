"""The gate as it stands in the stage: its template in the emulator, the real API function, the front door."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import httpx2
import pytest
from pydantic import SecretStr

from dailies.cli.wallet import Wallet
from dailies.services.app import App
from dailies.settings import Settings
from infra.local.deployer import deploy
from infra.local.emulator import ACCESS_KEY, REGION
from infra.local.frontdoor import FrontDoorConfig, PoolConfig, create_front_door
from infra.local.identity.resident import Resident, introduce
from tests.auth.forge import Forge
from tests.frontdoor.behind import free_port, served
from tests.infra.conftest import assembly, data_template, template
from tests.infra.emulated import SECRET_KEY, emulated

__all__ = ["assembly", "data_template", "template"]


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
def gate(tmp_path_factory: pytest.TempPathFactory, assembly: Path) -> Iterator[Gate]:
    """The gate, open to those who may come."""
    folder, port = tmp_path_factory.mktemp("gate"), free_port()
    url = f"http://127.0.0.1:{port}"
    parameters = {"GalleryUrl": f"{url}/", "FlowUrl": "http://127.0.0.1:1"}
    with emulated(folder) as clients:
        outputs = dict(deploy(clients, stack="dailies", assembly=assembly, parameters=parameters).outputs)
        resident = introduce(clients, outputs)
        config = _door_config(port, clients.emulator_url, outputs, resident)
        with served(create_front_door(config), port):
            _wake_pool_key(url, resident)
            forge = Forge.of_pool(folder / "state", config.pool.issuer, config.pool.client_id)
            yield Gate(url, resident, forge, _product(clients.emulator_url, outputs), outputs)


def _door_config(
    port: int, emulator_url: str, outputs: Mapping[str, str], resident: Resident
) -> FrontDoorConfig:
    return FrontDoorConfig(
        port=port,
        emulator_url=emulator_url,
        api_host=f"{outputs['ApiId']}.execute-api.localhost:{urlsplit(emulator_url).port}",
        buckets=frozenset({outputs["BucketName"]}),
        pool=PoolConfig(
            issuer=f"https://cognito-idp.{REGION}.amazonaws.com/{outputs['UserPoolId']}",
            client_id=outputs["SignInClient"],
            user=resident.name,
            password=SecretStr(resident.password),
        ),
    )


def _product(emulator_url: str, outputs: dict[str, str]) -> App:
    """Make the product in this process, on the stage's table and bucket."""
    variables = {
        "AWS_ENDPOINT_URL": emulator_url,
        "AWS_ACCESS_KEY_ID": ACCESS_KEY,
        "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
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


@pytest.fixture
def wallet(tmp_path: Path) -> Wallet:
    """A wallet with nothing in it."""
    return Wallet(tmp_path / "wallet" / "tokens.json")
