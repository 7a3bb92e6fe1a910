"""How the suite is spread over processes: the stage is one block, and so is every other folder."""

from collections.abc import Generator
from pathlib import Path

import pytest

ROOT = Path(__file__).parent
SLOWEST_FIRST = ("stage", "demo", "flow_driver", "media", "infra", "flow_site", "cli")
"""Each block runs in one process, since its fixtures are dear; the long ones must not start last."""


def block_of(item: pytest.Item) -> str:
    """Name the folder below `tests` that an item is in."""
    return item.path.relative_to(ROOT).parts[0]


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> Generator[None]:
    """Group by folder before the groups are read; put the slowest first after the shuffle, which stays inside them."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(block_of(item)))
    yield
    rank = {block: place for place, block in enumerate(SLOWEST_FIRST)}
    items.sort(key=lambda item: (rank.get(block_of(item), len(rank)), block_of(item)))
