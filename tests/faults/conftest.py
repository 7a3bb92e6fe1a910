"""Every fault of the stand-in site met by the main job, once for all tests of this folder."""

from collections.abc import Iterator, Sequence

import pytest

from tests.faults.house import House, Played
from tests.faults.playing import Playing
from tests.worker.conftest import aws, site, studio
from tests.worker.studio import Studio

__all__ = ["aws", "site", "studio"]


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Ask for single groups first: whoever needs all of them would wait for all of them."""
    items.sort(key=lambda item: {"playing", "played"} <= set(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def house(studio: Studio, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """Where the groups are played."""
    house = House(studio.app, studio._environment, studio.site, tmp_path_factory.mktemp("house"))
    yield house
    house.close()


@pytest.fixture(scope="session")
def playing(house: House) -> Iterator[Playing]:
    """Play the groups, some at a time."""
    playing = Playing(house)
    yield playing
    playing.close()


@pytest.fixture(scope="session")
def played(playing: Playing) -> Sequence[Played]:
    """Wait until every group has come to rest."""
    return playing.every()
