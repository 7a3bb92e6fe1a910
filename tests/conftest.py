"""How the suite is spread over processes: the stage is one block, and so is every other folder."""

from collections.abc import Generator
from pathlib import Path

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

ROOT = Path(__file__).parent
SLOWEST_FIRST = (
    "stage",
    "worker",
    "web",
    "faults",
    "flow_driver",
    "demo",
    "flow_site",
    "restart",
    "infra",
    "services",
    "media",
    "cli",
    "api",
)
"""A block that starts last must not be one that takes long."""
ONLY_WHEN_ASKED = ("bench", "faults", "images")
"""Markers of what takes minutes or a container engine: `make bench`, `make faults`, `make images-test`."""


class BlockScheduling(LoadScopeScheduling):  # type: ignore[misc]  # xdist has no types
    """Gives a process one folder below `tests` after the other: a folder's fixtures are dear and made once."""

    def _split_scope(self, nodeid: str) -> str:
        return nodeid.split("/")[1]


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> BlockScheduling:
    """Schedule by folder."""
    return BlockScheduling(config, log)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Generator[None]:
    """Leave out what has a command of its own, then put the slowest folders first; inside one its order stays."""
    yield
    _leave_out(config, items, [each for each in ONLY_WHEN_ASKED if each not in config.option.markexpr])
    rank = {block: place for place, block in enumerate(SLOWEST_FIRST)}
    blocks = {item: item.path.relative_to(ROOT).parts[0] for item in items}
    items.sort(key=lambda item: (rank.get(blocks[item], len(rank)), blocks[item]))


def _leave_out(config: pytest.Config, items: list[pytest.Item], markers: list[str]) -> None:
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        (left_out if any(map(item.get_closest_marker, markers)) else kept).append(item)
    if left_out:
        config.hook.pytest_deselected(items=left_out)
    items[:] = kept
