"""What several contexts in one container save, at a clock at which waiting is most of an item, as it really is.

The real site takes 60 to 120 s for a clip, of which a container works some 2 s and waits the rest. At a clock 5
times as fast a clip takes 12 s and the work is what it was, so a container works a tenth of the time and not a
fiftieth: the ratio measured here is worse than the one at the real clock, and a run still ends in two minutes.
"""

from collections.abc import Callable, Iterator

import pytest

from tests.bench.soak import Run, Soak
from tests.worker.site import running_site

pytestmark = [pytest.mark.bench, pytest.mark.browser, pytest.mark.ffmpeg, pytest.mark.timeout(900)]

CLOCK_FACTOR = 5.0
CONTEXTS = 4
ITEMS = 8
MOST_OF_ONE_CONTEXT = 0.35
GENERATIONS_AT_ONCE = 5


@pytest.fixture(scope="module")
def slow_site(soak: Soak, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Soak]:
    """The same containers at a site that takes its time."""
    studio, usual = soak.studio, soak.studio.site
    with running_site(tmp_path_factory.mktemp("slow"), CLOCK_FACTOR) as studio.site:
        yield soak
    studio.site = usual


def run(soak: Soak, contexts: int) -> tuple[Run, int]:
    """Run the items, and give what the site saw at once at the most."""
    hired = soak.studio.hire()
    site = soak.studio.site
    made = soak.run(hired, items=ITEMS, contexts=contexts, flow_url=site.url, clock_factor=str(CLOCK_FACTOR))
    return made, site.peak(hired.email)


@pytest.fixture(scope="module")
def runs(slow_site: Soak, show: Callable[[str], None]) -> dict[int, tuple[Run, int]]:
    """The same number of items with one context and with several."""
    runs = {contexts: run(slow_site, contexts) for contexts in (1, CONTEXTS)}
    for contexts, (made, peak) in runs.items():
        show(
            f"{contexts} context(s): {made.items} items in {made.seconds:.1f} container-seconds, "
            f"{made.seconds / made.items:.2f} s and {made.cpu_seconds / made.items:.2f} CPU-s an item, "
            f"{peak} generations at once"
        )
    show(f"an item costs {ratio(runs):.3f} of what it costs with one context")
    return runs


def ratio(runs: dict[int, tuple[Run, int]]) -> float:
    return runs[CONTEXTS][0].seconds / runs[1][0].seconds


def test_given_four_contexts_when_they_share_a_container_then_an_item_costs_a_third_of_its_time(
    runs: dict[int, tuple[Run, int]],
) -> None:
    assert ratio(runs) <= MOST_OF_ONE_CONTEXT


def test_given_four_contexts_when_the_site_counts_then_that_many_generations_at_once(
    runs: dict[int, tuple[Run, int]],
) -> None:
    assert [peak for _, peak in runs.values()] == [1, CONTEXTS]
