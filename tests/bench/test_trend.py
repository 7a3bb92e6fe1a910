"""The measure itself: it sees what grows, and only that."""

import pytest

from tests.bench.processes import Memory
from tests.bench.soak import Reading
from tests.bench.trend import Point, growth, means_of_rounds


def make_readings(per_take: float, *, takes: int = 40) -> list[Reading]:
    """Memory that goes up by 60 MiB inside each round of four takes, and by `per_take` from take to take."""
    return [
        Reading(take, Memory(kept=200 + per_take * take + 20 * (take % 4), in_tabs=0, driver=0, tabs=4))
        for take in range(takes)
    ]


@pytest.mark.parametrize("per_take", [0.0, 0.05, 0.1, -0.2])
def test_given_memory_that_swings_when_it_grows_by_the_take_then_that_growth_is_found(
    per_take: float,
) -> None:
    points = means_of_rounds(make_readings(per_take), 4, lambda memory: memory.browser)
    assert growth(points).mib == pytest.approx(10 * per_take)


def test_given_series_from_different_levels_when_fitted_together_then_the_levels_are_no_growth() -> None:
    low, high = [Point(0, 100), Point(10, 101), Point(20, 102)], [Point(40, 300), Point(50, 301)]
    assert growth(low, high).mib == pytest.approx(1)


def test_given_points_beside_the_line_when_fitted_then_the_error_says_how_far_to_trust_it() -> None:
    exact, rough = [Point(10 * n, 100 + n) for n in range(8)], [Point(10 * n, 100 + n % 2) for n in range(8)]
    assert growth(exact).error < 0.001 < growth(rough).error
