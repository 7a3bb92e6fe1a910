"""Every fault of the stand-in site met by the main job, once for all tests of this folder."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.faults.books import SiteBooks
from tests.faults.house import House, Played
from tests.faults.table import Result, results_of
from tests.faults.trials import GROUPS
from tests.worker.conftest import aws, site, studio
from tests.worker.studio import Studio

__all__ = ["aws", "site", "studio"]
AT_ONCE = 4


@pytest.fixture(scope="session")
def house(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Where the groups are played."""
    house = House(studio.app, studio._environment, studio.site, tmp_path_factory.mktemp("house"))
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
