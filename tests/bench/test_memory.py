"""300 prompts over three accounts: the memory of each account's browser stays what it was.

Each account's 100 items are one batch, so one browser lives through all of them: five times as long as with the
batches that Dailies cuts by default. The site renders the same picture for nothing, at a clock that leaves no
waiting, so that the takes and not the hours are what the browser lives through.
"""

from collections.abc import Callable

import pytest

from tests.bench.processes import Memory
from tests.bench.soak import Reading, Run, Soak
from tests.bench.trend import Growth, Point, growth, means_of_rounds
from tests.worker.studio import Hired

pytestmark = [pytest.mark.bench, pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.timeout(3600)]

ACCOUNTS = 3
ITEMS_EACH = 100
CONTEXTS = 4
WARM_UP = 20
"""Takes after which a browser's caches are full."""
MOST_GROWTH_MIB = 1.0
"""By ten takes."""
MOST_TABS = 2 * CONTEXTS
"""The process of a closed tab may end a moment after the next one's begins."""
GENERATIONS_AT_ONCE = 5


def settled(run: Run) -> list[Reading]:
    """Leave out the start, and the end where fewer contexts are at work."""
    return [reading for reading in run.readings if WARM_UP <= reading.takes < run.items - CONTEXTS]


def points(run: Run, held: Callable[[Memory], float]) -> list[Point]:
    return means_of_rounds(settled(run), CONTEXTS, held)


def growth_of(runs: list[tuple[Hired, Run]], held: Callable[[Memory], float]) -> Growth:
    return growth(*(points(run, held) for _, run in runs))


def kept(memory: Memory) -> float:
    return memory.kept


def browser(memory: Memory) -> float:
    return memory.browser


def driver(memory: Memory) -> float:
    return memory.driver


@pytest.fixture(scope="module")
def runs(soak: Soak, show: Callable[[str], None]) -> list[tuple[Hired, Run]]:
    """One container after the other, each with an account of its own."""
    runs = []
    for number in range(1, ACCOUNTS + 1):
        hired = soak.studio.hire()
        runs.append((hired, soak.run(hired, items=ITEMS_EACH, contexts=CONTEXTS)))
        show(f"account {number}: {described(runs[-1][1])}")
    for name, held in (("kept by the browser", kept), ("browser with its tabs", browser), ("driver", driver)):
        show(f"all: {name} {growth_of(runs, held)} MiB by ten takes")
    return runs


def described(run: Run) -> str:
    figures = [
        f"{name} {points(run, held)[0].mib:.0f} to {points(run, held)[-1].mib:.0f} MiB, {growth(points(run, held))}"
        for name, held in (("kept", kept), ("browser", browser), ("driver", driver))
    ]
    peak = max(reading.memory.browser for reading in run.readings)
    each = f"{run.seconds / run.items:.2f} s and {run.cpu_seconds / run.items:.2f} CPU-s each"
    return f"{run.items} items, {each}; {'; '.join(figures)}; peak of the browser {peak:.0f} MiB"


def test_given_three_hundred_prompts_when_browsers_have_worked_through_them_then_what_they_keep_is_flat(
    runs: list[tuple[Hired, Run]],
) -> None:
    assert growth_of(runs, kept).mib < MOST_GROWTH_MIB


def test_given_three_hundred_prompts_when_tabs_are_counted_in_then_no_more_growth_than_their_swings_explain(
    runs: list[tuple[Hired, Run]],
) -> None:
    # Four tabs of 30 MiB come and go: the slope of their sum is known to half a MiB only, so the error decides.
    whole = growth_of(runs, browser)
    assert whole.mib - 2 * whole.error < MOST_GROWTH_MIB


def test_given_three_hundred_prompts_when_tabs_are_counted_then_none_outlives_its_take(
    runs: list[tuple[Hired, Run]],
) -> None:
    assert max(reading.memory.tabs for _, run in runs for reading in run.readings) <= MOST_TABS


def test_given_three_hundred_prompts_when_the_site_counts_then_no_account_has_more_than_it_allows(
    soak: Soak, runs: list[tuple[Hired, Run]]
) -> None:
    peaks = [soak.studio.site.peak(hired.email) for hired, _ in runs]
    assert max(peaks) <= GENERATIONS_AT_ONCE
