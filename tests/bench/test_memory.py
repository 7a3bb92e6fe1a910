"""300 prompts over three accounts: the memory of each account's browser stays what it was.

Each account's 100 items are one batch, so one browser lives through all of them: five times as long as with the
batches that Dailies cuts by default. The site renders the same picture for nothing, at a clock that leaves no
waiting, so that the takes and not the hours are what the browser lives through.
"""

from collections.abc import Callable

import pytest

from tests.bench.soak import Reading, Run, Soak
from tests.bench.trend import Point, growth, means_of_rounds
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


def browser_points(run: Run) -> list[Point]:
    return means_of_rounds(settled(run), CONTEXTS, lambda memory: memory.browser)


def driver_points(run: Run) -> list[Point]:
    return means_of_rounds(settled(run), CONTEXTS, lambda memory: memory.driver)


@pytest.fixture(scope="module")
def runs(soak: Soak, show: Callable[[str], None]) -> list[tuple[Hired, Run]]:
    """One container after the other, each with an account of its own."""
    runs = []
    for number in range(1, ACCOUNTS + 1):
        hired = soak.studio.hire()
        runs.append((hired, soak.run(hired, items=ITEMS_EACH, contexts=CONTEXTS)))
        show(f"account {number}: {described(runs[-1][1])}")
    show(f"all: browser {growth(*(browser_points(run) for _, run in runs)):+.2f} MiB by ten takes")
    return runs


def described(run: Run) -> str:
    browser, driver = browser_points(run), driver_points(run)
    peak = max(reading.memory.browser for reading in run.readings)
    return (
        f"{run.items} items, {run.seconds / run.items:.2f} s and {run.cpu_seconds / run.items:.2f} CPU-s each; "
        f"browser {browser[0].mib:.0f} to {browser[-1].mib:.0f} MiB, peak {peak:.0f}, "
        f"{growth(browser):+.2f} by ten takes; "
        f"driver {driver[0].mib:.0f} to {driver[-1].mib:.0f} MiB, {growth(driver):+.2f}"
    )


def test_given_three_hundred_prompts_when_browsers_have_worked_through_them_then_their_memory_is_flat(
    runs: list[tuple[Hired, Run]],
) -> None:
    assert growth(*(browser_points(run) for _, run in runs)) < MOST_GROWTH_MIB


def test_given_three_hundred_prompts_when_tabs_are_counted_then_none_outlives_its_take(
    runs: list[tuple[Hired, Run]],
) -> None:
    assert max(reading.memory.tabs for _, run in runs for reading in run.readings) <= MOST_TABS


def test_given_three_hundred_prompts_when_the_site_counts_then_no_account_has_more_than_it_allows(
    soak: Soak, runs: list[tuple[Hired, Run]]
) -> None:
    peaks = [soak.studio.site.peak(hired.email) for hired, _ in runs]
    assert max(peaks) <= GENERATIONS_AT_ONCE
