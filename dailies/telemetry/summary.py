"""The figures of a board as plain numbers: the same arithmetic whoever kept the measurements. Pure."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from typing import Any

from dailies.telemetry.boards import BOARDS, PERIOD_SECONDS, Board, Figure, Statistic
from dailies.telemetry.entries import Entry

Dimensions = frozenset[tuple[str, str]]

_BY_PERIOD: Mapping[Statistic, Callable[[Sequence[float]], float]] = {
    Statistic.SUM: sum,
    Statistic.MAXIMUM: max,
    Statistic.AVERAGE: lambda values: sum(values) / len(values),
    Statistic.COUNT: lambda values: float(len(values)),
    Statistic.P50: lambda values: _percentile(values, 50),
    Statistic.P95: lambda values: _percentile(values, 95),
    Statistic.P99: lambda values: _percentile(values, 99),
}


@dataclass(frozen=True)
class Series:
    """One statistic of one metric, period by period."""

    namespace: str
    metric: str
    dimensions: Dimensions
    statistic: Statistic
    values: Sequence[float]


@dataclass(frozen=True)
class Shown:
    """One number of a board; None where nothing was measured."""

    board: Board
    title: str
    label: str
    value: float | None


def summarise(board: Board, series: Iterable[Series]) -> Iterator[Shown]:
    """Give a board's numbers over the whole time, in the board's order."""
    kept: defaultdict[tuple[str, str, Statistic], list[Series]] = defaultdict(list)
    for each in series:
        kept[each.namespace, each.metric, each.statistic].append(each)
    for row in BOARDS[board]:
        for figure in row.figures:
            found = [each for each in _of(figure, kept) if each.values]
            many = len(row.figures) > 1
            if not found:
                yield Shown(board, row.title, _label(figure, frozenset(), many=many), None)
            for each in sorted(found, key=lambda each: sorted(each.dimensions)):
                value = whole(figure.statistic, each.values)
                yield Shown(board, row.title, _label(figure, each.dimensions, many=many), value)


def whole(statistic: Statistic, values: Sequence[float]) -> float:
    """Make one number of those of all periods; of percentiles the worst is told."""
    if statistic in {Statistic.SUM, Statistic.COUNT}:
        return sum(values)
    return sum(values) / len(values) if statistic is Statistic.AVERAGE else max(values)


def series_of(entries: Iterable[Entry], since: datetime) -> Iterator[Series]:
    """Count what metric lines say, as CloudWatch would."""
    kept: defaultdict[tuple[str, str, Dimensions], defaultdict[int, list[float]]] = defaultdict(
        lambda: defaultdict(list)
    )
    for entry in entries:
        if entry.is_metric and entry.at >= since:
            period = int(entry.at.timestamp()) // PERIOD_SECONDS
            for key, values in _measured(entry.fields):
                kept[key][period].extend(values)
    for (namespace, metric, dimensions), periods in kept.items():
        for statistic, count in _BY_PERIOD.items():
            numbers = [count(values) for _, values in sorted(periods.items())]
            yield Series(namespace, metric, dimensions, statistic, numbers)


def _measured(fields: Mapping[str, Any]) -> Iterator[tuple[tuple[str, str, Dimensions], Sequence[float]]]:
    for directive in fields["_aws"].get("CloudWatchMetrics", []):
        for metric in directive["Metrics"]:
            name = metric["Name"]
            for names in directive["Dimensions"]:
                dimensions = frozenset((each, str(fields[each])) for each in names)
                yield (directive["Namespace"], name, dimensions), fields[name]


def _of(figure: Figure, kept: Mapping[tuple[str, str, Statistic], list[Series]]) -> list[Series]:
    found = kept.get((figure.namespace, figure.metric, figure.statistic), [])
    if figure.part is not None:
        return found
    return [each for each in found if {name for name, _ in each.dimensions} == set(figure.by)]


def _label(figure: Figure, dimensions: Dimensions, *, many: bool) -> str:
    values = dict(dimensions)
    names = figure.by or sorted(values)
    told = f"{figure.metric} {figure.statistic}" if many else ""
    return " ".join((told, *(values[name] for name in names if name in values))).strip()


def _percentile(values: Sequence[float], percent: int) -> float:
    return sorted(values)[ceil(len(values) * percent / 100) - 1]
