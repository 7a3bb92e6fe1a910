"""Every fault of the stand-in site met by the main job, once for all tests of this folder."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from dailies.services.app import App
from dailies.settings import Settings
from tests.faults.books import SiteBooks
from tests.faults.house import House, Played
from tests.faults.table import Result, results_of
from tests.faults.trials import GROUPS
from tests.worker.conftest import _variables, aws, site
from tests.worker.site import Site
from tests.worker.studio import container_environment

__all__ = ["aws", "site"]
AT_ONCE = 4


@pytest.fixture(scope="session")
def house(site: Site, aws: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Where the groups are played."""
    with pytest.MonkeyPatch.context() as patch:
        for name, value in aws.items():
            patch.setenv(name, value)
        variables = _variables(site)
        app = App(Settings.read(variables))
        made = [app.aws.dynamodb, app.aws.s3, app.aws.states, app.aws.secrets, app.aws.kms, app.store.table]
    assert made
    house = House(
        app, container_environment(**{**aws, **variables}), site, tmp_path_factory.mktemp("containers")
    )
    yield house
    house.close()


@pytest.fixture(scope="session")
def played(house: House) -> list[Played]:
    """Play every group, some at a time."""
    with ThreadPoolExecutor(AT_ONCE) as beside:
        return list(beside.map(house.play, GROUPS))


@pytest.fixture(scope="session")
def results(house: House, played: list[Played]) -> dict[tuple[str, str], Result]:
    """Compare the site's books with ours."""
    books = SiteBooks.read(house)
    every = [result for group in played for result in results_of(house, group, books)]
    return {result.row.name: result for result in every}
