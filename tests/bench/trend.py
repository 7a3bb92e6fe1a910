"""Whether a browser's memory grows with the takes that it has made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
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


@dataclass(frozen=True)
class Growth:
    """What ten takes add, in MiB, by least squares."""

    mib: float
    error: float
    """The slope's standard error."""

    def __str__(self) -> str:
        """Show both."""
        return f"{self.mib:+.2f} (± {self.error:.2f})"


def growth(*series: Sequence[Point]) -> Growth:
    """Fit one slope to all series of at least three points, each from a level of its own."""
    takes = [point.takes - fmean(each.takes for each in points) for points in series for point in points]
    mib = [point.mib - fmean(each.mib for each in points) for points in series for point in points]
    slope = linear_regression(takes, mib, proportional=True).slope
    left = sum((held - slope * take) ** 2 for take, held in zip(takes, mib, strict=True))
    variance = left / (len(takes) - len(series) - 1) / sum(take**2 for take in takes)
    return Growth(10 * slope, 10 * sqrt(variance))
