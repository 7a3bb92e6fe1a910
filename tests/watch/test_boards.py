"""Dashboards and alarms read nothing that nobody writes."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from dailies.telemetry.alarms import ALARMS
from dailies.telemetry.boards import BOARDS, Board
from dailies.telemetry.metrics import METRICS, NAMESPACE
from tests.watch.conftest import Resources

AWS_METRICS = {
    "AWS/ApiGateway": {"4xx", "5xx"},
    "AWS/Billing": {"EstimatedCharges"},
    "AWS/DynamoDB": {"ReadThrottleEvents", "WriteThrottleEvents"},
    "AWS/Lambda": {"Duration", "Errors", "Throttles"},
    "AWS/S3": {"BucketSizeBytes", "NumberOfObjects"},
    "AWS/SQS": {"ApproximateAgeOfOldestMessage", "ApproximateNumberOfMessagesVisible"},
    "AWS/States": {"ExecutionThrottled", "ExecutionsFailed"},
}
"""What AWS itself writes, by the documentation of each service."""
SEARCH = re.compile(r"SEARCH\('\{([\w/]+)((?:,\w+)*)\} MetricName=\"(\w+)\"', '(\w+)', 300\)")


def bodies(resources: Resources) -> Iterator[Mapping[str, Any]]:
    for dashboard in resources["AWS::CloudWatch::Dashboard"].values():
        _, pieces = dashboard["DashboardBody"]["Fn::Join"]
        yield json.loads("".join(piece if isinstance(piece, str) else "x" for piece in pieces))


def widgets(resources: Resources) -> list[Mapping[str, Any]]:
    return [widget["properties"] for body in bodies(resources) for widget in body["widgets"]]


def is_written(namespace: str, metric: str, dimensions: tuple[str, ...]) -> bool:
    if namespace == NAMESPACE:
        return metric in METRICS and dimensions in METRICS[metric].by
    return metric in AWS_METRICS.get(namespace, set()) and bool(dimensions)


def read_by(widget: Mapping[str, Any]) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for metric in widget["metrics"]:
        if isinstance(metric[0], dict):
            found = SEARCH.fullmatch(metric[0]["expression"])
            assert found, metric
            yield found[1], found[3], tuple(found[2].split(",")[1:])
        else:
            namespace, name, *rest = metric
            names = [each for each in rest if isinstance(each, str)]
            yield namespace, name, tuple(names[::2])


def test_given_the_dashboards_when_synthesised_then_somebody_writes_every_metric_they_show(
    resources: Resources,
) -> None:
    shown = [each for widget in widgets(resources) for each in read_by(widget)]
    assert len(shown) > 40
    assert [each for each in shown if not is_written(*each)] == []


def test_given_the_alarms_when_synthesised_then_somebody_writes_every_metric_they_watch() -> None:
    watched = [(term.namespace, term.metric) for alarm in ALARMS for _, term in alarm.terms]
    own = [is_written(space, name, ()) for space, name in watched if space == NAMESPACE]
    assert all(own)
    assert {each for each in watched if each[0] != NAMESPACE} == {
        ("AWS/SQS", "ApproximateNumberOfMessagesVisible")
    }


def test_given_the_metrics_when_read_then_each_is_shown_on_a_board() -> None:
    shown = {figure.metric for rows in BOARDS.values() for row in rows for figure in row.figures}
    assert set(METRICS) <= shown


def test_given_both_tables_when_synthesised_then_each_row_is_one_widget(resources: Resources) -> None:
    titles = [widget["title"] for widget in widgets(resources)]
    assert sorted(titles) == sorted(row.title for board in Board for row in BOARDS[board])
    names = [each["DashboardName"] for each in resources["AWS::CloudWatch::Dashboard"].values()]
    assert sorted(name.rsplit("-", 1)[1] for name in names) == sorted(Board)


def test_given_an_alarm_when_raised_or_over_then_the_topic_is_told(resources: Resources) -> None:
    (topic,) = resources["AWS::SNS::Topic"]
    for alarm in resources["AWS::CloudWatch::Alarm"].values():
        assert alarm["AlarmActions"] == alarm["OKActions"] == [{"Ref": topic}]


def test_given_the_topic_when_anybody_publishes_then_only_this_accounts_alarms_may_and_over_tls(
    resources: Resources,
) -> None:
    (policy,) = resources["AWS::SNS::TopicPolicy"].values()
    denied, allowed = sorted(
        policy["PolicyDocument"]["Statement"], key=lambda each: each["Effect"] == "Allow"
    )
    assert denied["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    assert allowed["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert allowed["Condition"] == {"StringEquals": {"aws:SourceAccount": {"Ref": "AWS::AccountId"}}}
