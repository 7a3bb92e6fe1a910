"""CloudWatch's judgement of an alarm, as far as ours go: statistics, one formula, what missing data means. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

OK, ALARM, UNKNOWN = "OK", "ALARM", "INSUFFICIENT_DATA"
Properties = Mapping[str, Any]
Dimensions = frozenset[tuple[str, str]]


@dataclass(frozen=True)
class Point:
    """One measurement, as CloudWatch keeps it."""

    namespace: str
    metric: str
    dimensions: Dimensions
    value: float


def points_of(output: str) -> list[Point]:
    """Read the measurements out of what a program wrote: one for each set of dimensions of each metric."""
    documents = [json.loads(line) for line in output.splitlines() if '"_aws"' in line]
    return [
        Point(directive["Namespace"], metric["Name"], frozenset((name, line[name]) for name in names), value)
        for line in documents
        for directive in line["_aws"]["CloudWatchMetrics"]
        for names in directive["Dimensions"]
        for metric in directive["Metrics"]
        for value in line[metric["Name"]]
    ]


def judge(alarm: Properties, periods: Sequence[Sequence[Point]], before: str = UNKNOWN) -> str:
    """Give the alarm's state after these periods, the oldest first."""
    numbers = [_number(alarm, points) for points in periods][-alarm["EvaluationPeriods"] :]
    treated = [_treated(number, alarm) for number in numbers]
    if all(each is None for each in treated):
        return before if alarm["TreatMissingData"] == "ignore" else UNKNOWN
    over = sum(1 for each in treated if each)
    return ALARM if over >= alarm["DatapointsToAlarm"] else OK


def _treated(number: float | None, alarm: Properties) -> bool | None:
    if number is not None:
        return number > float(alarm["Threshold"])
    return {"notBreaching": False, "breaching": True}.get(alarm["TreatMissingData"])


def _number(alarm: Properties, points: Sequence[Point]) -> float | None:
    if "Metrics" not in alarm:
        return _statistic(points, alarm, alarm["Statistic"])
    terms = {
        query["Id"]: _statistic(points, query["MetricStat"]["Metric"], query["MetricStat"]["Stat"])
        for query in alarm["Metrics"]
        if "MetricStat" in query
    }
    (formula,) = [query["Expression"] for query in alarm["Metrics"] if "Expression" in query]
    if any(term is None for term in terms.values()):
        return None
    return _calculate(formula, terms)


def _calculate(formula: str, terms: Mapping[str, float | None]) -> float:
    names: dict[str, Any] = {
        **terms,
        "IF": lambda condition, yes, no: yes if condition else no,
        "__builtins__": {},
    }
    # The formula is our own, from our own template, and CloudWatch's arithmetic is Python's.
    lazy = formula.replace(
        "/ ended", "/ (ended or 1)"
    )  # an IF of CloudWatch does not work out the other branch
    return float(eval(lazy, names))  # noqa: S307


def _statistic(points: Sequence[Point], metric: Mapping[str, Any], statistic: str) -> float | None:
    dimensions = frozenset((each["Name"], each["Value"]) for each in metric.get("Dimensions", []))
    values = [
        point.value
        for point in points
        if (point.namespace, point.metric, point.dimensions)
        == (metric["Namespace"], metric["MetricName"], dimensions)
    ]
    if not values:
        return None
    return {
        "Sum": sum(values),
        "Maximum": max(values),
        "Average": sum(values) / len(values),
        "SampleCount": float(len(values)),
    }[statistic]
