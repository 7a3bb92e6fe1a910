"""One browser through a dozen items: what its takes open is closed again. The long run is in tests/bench."""

import pytest

from tests.bench.soak import Run, Soak
from tests.bench.trend import growth, means_of_rounds
from tests.worker.studio import Hired, Studio

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg]

ITEMS = 12
CONTEXTS = 4
MOST_TABS = 2 * CONTEXTS
"""The process of a closed tab may end a moment after the next one's begins."""
A_LEAK_MIB = 100.0
"""By ten takes, over four short rounds on a busy machine: far above the noise, and a fifth of tabs that stay open."""


@pytest.fixture(scope="module")
def hired(studio: Studio) -> Hired:
    return studio.hire()


@pytest.fixture(scope="module")
def run(studio: Studio, hired: Hired) -> Run:
    return Soak(studio).run(hired, items=ITEMS, contexts=CONTEXTS)


def test_given_several_items_when_contexts_share_the_browser_then_the_site_sees_them_at_once(
    studio: Studio, hired: Hired, run: Run
) -> None:
    assert run.items == ITEMS
    assert 1 < studio.site.peak(hired.email) <= CONTEXTS


def test_given_a_browser_at_work_when_its_tabs_are_counted_then_none_outlives_its_take(run: Run) -> None:
    assert 1 < max(reading.memory.tabs for reading in run.readings) <= MOST_TABS


def test_given_several_rounds_of_items_when_memory_is_read_then_it_does_not_grow_by_what_tabs_take(
    run: Run,
) -> None:
    warm = [reading for reading in run.readings if CONTEXTS <= reading.takes < ITEMS]
    assert growth(means_of_rounds(warm, CONTEXTS // 2, lambda memory: memory.browser)).mib < A_LEAK_MIB
