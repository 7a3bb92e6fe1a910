"""Whether a browser's memory grows with the takes that it has made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import fmean, linear_regression

from tests.bench.processes import Memory
from tests.bench.soak import Reading


@dataclass(frozen=True)
class Point:
    """The mean memory of one round, in MiB."""

    takes: float
    mib: float


def means_of_rounds(readings: Sequence[Reading], size: int, held: Callable[[Memory], float]) -> list[Point]:
    """Average over each round of `size` takes: inside one, memory goes up and down with what the tabs show."""
    rounds: dict[int, list[float]] = {}
    for reading in readings:
        rounds.setdefault(reading.takes // size, []).append(held(reading.memory))
    return [Point(number * size, fmean(held)) for number, held in rounds.items()]


def growth(*series: Sequence[Point]) -> float:
    """Give the MiB that ten takes add by least squares: one slope for all series, each from a level of its own."""
    takes = [point.takes - fmean(each.takes for each in points) for points in series for point in points]
    mib = [point.mib - fmean(each.mib for each in points) for points in series for point in points]
    return 10 * linear_regression(takes, mib, proportional=True).slope
