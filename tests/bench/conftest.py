"""Where the benches run: one at a time, on a machine with nothing else to do."""

from collections.abc import Iterator

import pytest

from dailies.services.app import App
from dailies.settings import Settings
from tests.bench.soak import Soak
from tests.worker.conftest import _variables, aws, site
from tests.worker.site import Site
from tests.worker.studio import Studio, container_environment

__all__ = ["aws", "site"]
LARGEST_BATCH = 200


@pytest.fixture(scope="session")
def soak(site: Site, aws: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Soak]:
    """Runs whose browser lives as long as a setting can make it: an account's items are one batch."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in aws.items():
            patch.setenv(name, value)
        variables = {**_variables(site), "DAILIES_BATCH_ITEMS": str(LARGEST_BATCH)}
        app = App(Settings.read(variables))
        made = [app.aws.dynamodb, app.aws.s3, app.aws.states, app.aws.secrets, app.aws.kms, app.store.table]
    assert made
    environment = container_environment(**{**aws, **variables})
    studio = Studio(app, environment, site, tmp_path_factory.mktemp("containers"))
    yield Soak(studio)
    studio.close()
