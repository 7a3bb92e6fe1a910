"""One emulator and one stand-in site for all containers that are run here."""

from collections.abc import Iterator
from pathlib import Path

import boto3
import pytest

from dailies.services.app import App
from dailies.settings import Settings
from infra.local.emulator import ACCESS_KEY, REGION
from tests.infra.emulated import SECRET_KEY, emulated
from tests.store.place import make_resources
from tests.worker.site import CLOCK_FACTOR, Site, running_site
from tests.worker.studio import Studio, container_environment


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """The stand-in site."""
    with running_site(tmp_path_factory.mktemp("flow")) as site:
        yield site


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Count every test of this folder among those of `make faults`: each runs whole containers."""
    for item in items:
        if item.path.parent == Path(__file__).parent:
            item.add_marker(pytest.mark.faults)


@pytest.fixture(scope="session")
def aws(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The variables that lead boto3 to an emulator in a process of its own."""
    with emulated(tmp_path_factory.mktemp("emulator")) as clients:
        yield {
            "AWS_ACCESS_KEY_ID": ACCESS_KEY,
            "AWS_SECRET_ACCESS_KEY": SECRET_KEY,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_ENDPOINT_URL": clients.emulator_url,
        }


@pytest.fixture(scope="session")
def studio(site: Site, aws: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    """Where containers are run."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in aws.items():
            patch.setenv(name, value)
        variables = _variables(site)
        app = App(Settings.read(variables))
        made = [app.aws.dynamodb, app.aws.s3, app.aws.states, app.aws.secrets, app.aws.kms, app.store.table]
    assert made
    folder = tmp_path_factory.mktemp("containers")
    studio = Studio(app, container_environment(**{**aws, **variables}), site, folder)
    yield studio
    studio.close()


def _variables(site: Site) -> dict[str, str]:
    secret = boto3.client("secretsmanager").create_secret(Name="studio/accounts", SecretString="{}")
    key = boto3.client("kms").create_key()
    return {
        **make_resources(),
        "DAILIES_FLOW_URL": site.url,
        "DAILIES_FLOW_SECRET": secret["ARN"],
        "DAILIES_SESSION_KEY": key["KeyMetadata"]["KeyId"],
        "DAILIES_CLOCK_FACTOR": str(CLOCK_FACTOR),
        "DAILIES_RETRY_WAIT_SECONDS": "0",
        "DAILIES_LOG_LEVEL": "INFO",
    }
