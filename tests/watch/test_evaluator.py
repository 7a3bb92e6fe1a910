"""The judge of alarms, judged itself by CloudWatch's documented rules."""

from typing import Any

import pytest

from tests.watch.evaluator import ALARM, OK, UNKNOWN, Point, judge, points_of


def alarm(**more: Any) -> dict[str, Any]:
    plain = {"Namespace": "N", "MetricName": "M", "Statistic": "Maximum", "Threshold": 1}
    return {**plain, "EvaluationPeriods": 2, "DatapointsToAlarm": 2, "TreatMissingData": "missing", **more}


def points(*values: float) -> list[Point]:
    return [Point("N", "M", frozenset(), value) for value in values]


@pytest.mark.parametrize(
    ("periods", "treat", "state"),
    [
        ([[2], [2]], "missing", ALARM),
        ([[0], [2]], "missing", OK),
        ([[2], [2], [0]], "missing", OK),
        ([[1], [1]], "missing", OK),
        ([[], []], "missing", UNKNOWN),
        ([[], []], "notBreaching", OK),
        ([[], []], "breaching", ALARM),
        ([[], []], "ignore", "as before"),
        ([[2], []], "breaching", ALARM),
        ([[2], []], "notBreaching", OK),
    ],
)
def test_given_periods_when_judged_then_the_state_is_cloudwatchs(
    periods: list[list[float]], treat: str, state: str
) -> None:
    measured = [points(*values) for values in periods]
    assert judge(alarm(TreatMissingData=treat), measured, before="as before") == state


@pytest.mark.parametrize(
    ("statistic", "state"), [("Maximum", ALARM), ("Sum", ALARM), ("Average", OK), ("SampleCount", ALARM)]
)
def test_given_a_statistic_when_judged_then_it_is_the_one_of_the_period(statistic: str, state: str) -> None:
    one = alarm(Statistic=statistic, EvaluationPeriods=1, DatapointsToAlarm=1)
    assert judge(one, [points(2, 0, 0)]) == state


def test_given_another_dimension_when_judged_then_it_does_not_count() -> None:
    other = [Point("N", "M", frozenset({("kind", "upscale")}), 9)]
    assert judge(alarm(EvaluationPeriods=1, DatapointsToAlarm=1), [other]) == UNKNOWN


def test_given_lines_of_all_sorts_when_read_then_only_metrics_are_points() -> None:
    line = (
        '{"_aws": {"CloudWatchMetrics": [{"Namespace": "N", "Dimensions": [[], ["kind"]],'
        ' "Metrics": [{"Name": "M"}]}]}, "kind": "a", "M": [1.0, 2.0]}'
    )
    found = points_of(f'not json\n{{"message": "x"}}\n{line}')
    assert [(point.dimensions, point.value) for point in found] == [
        (frozenset(), 1.0),
        (frozenset(), 2.0),
        (frozenset({("kind", "a")}), 1.0),
        (frozenset({("kind", "a")}), 2.0),
    ]
