"""What CloudWatch is asked for the boards' figures, and what its answer means. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dailies.telemetry.boards import BOARDS, DAY_SECONDS, PERIOD_SECONDS, Figure, Part
from dailies.telemetry.summary import Series

_HOURLY_FROM = timedelta(hours=6)
_HOUR_SECONDS = 3600


@dataclass(frozen=True)
class Wanted:
    """A figure, and the dimensions of one series of it."""

    figure: Figure
    dimensions: Mapping[str, str]

    @property
    def is_daily(self) -> bool:
        """Tell whether it is measured but once a day."""
        return self.figure.period_seconds == DAY_SECONDS


@dataclass(frozen=True)
class Written:
    """A metric of ours that CloudWatch has, in one combination of dimensions."""

    metric: str
    dimensions: Mapping[str, str]


def choose(written: Sequence[Written], parts: Mapping[Part, Sequence[str]]) -> Iterator[Wanted]:
    """Give what the boards show of our own metrics that are written, and of the stack's parts by their names."""
    for figure in (figure for rows in BOARDS.values() for row in rows for figure in row.figures):
        if figure.part is not None:
            for name in parts.get(figure.part, ()):
                yield Wanted(figure, {figure.part: name, **dict(figure.also)})
        else:
            for each in written:
                if each.metric == figure.metric and set(each.dimensions) == set(figure.by):
                    yield Wanted(figure, each.dimensions)


def to_queries(wanted: Sequence[Wanted], span: timedelta) -> list[dict[str, Any]]:
    """Write one query for each, its id its place; by the hour where the span is more than six."""
    shortest = _HOUR_SECONDS if span > _HOURLY_FROM else PERIOD_SECONDS
    return [
        {
            "Id": f"q{place}",
            "MetricStat": {
                "Metric": {
                    "Namespace": each.figure.namespace,
                    "MetricName": each.figure.metric,
                    "Dimensions": [{"Name": str(n), "Value": v} for n, v in each.dimensions.items()],
                },
                "Period": max(shortest, each.figure.period_seconds),
                "Stat": str(each.figure.statistic),
            },
        }
        for place, each in enumerate(wanted)
    ]


def begin(wanted: Sequence[Wanted], since: datetime, until: datetime) -> datetime:
    """Give the moment from which to ask: the newest of what is measured once a day may be two days old."""
    has_daily = any(each.is_daily for each in wanted)
    return min(since, until - timedelta(days=2)) if has_daily else since


def read_result(wanted: Sequence[Wanted], result: Mapping[str, Any], since: datetime) -> Series:
    """Read the answer to one query, without what was only asked for because others are daily."""
    asked = wanted[int(result["Id"][1:])]
    values = [
        value
        for value, at in zip(result["Values"], result["Timestamps"], strict=True)
        if at >= since or asked.is_daily
    ]
    named = frozenset((str(name), text) for name, text in asked.dimensions.items())
    return Series(asked.figure.namespace, asked.figure.metric, named, asked.figure.statistic, values)
