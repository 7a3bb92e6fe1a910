"""What CloudWatch is asked, and how its answer is read."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dailies.cli.watching.queries import Wanted, Written, begin, choose, read_result, to_queries
from dailies.telemetry.boards import Part

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)
HOUR = timedelta(hours=1)
STARTED = Written("TasksStarted", {"kind": "upscale"})
PARTS: Mapping[Part, Sequence[str]] = {Part.BUCKET: ["films"], Part.QUEUE: ["intake"]}


def wanted(metric: str) -> list[Wanted]:
    return [each for each in choose([STARTED], PARTS) if each.figure.metric == metric]


def result(*values: tuple[float, timedelta]) -> dict[str, Any]:
    return {"Id": "q0", "Values": [v for v, _ in values], "Timestamps": [NOW - age for _, age in values]}


def test_given_a_bucket_when_chosen_then_its_size_is_that_of_a_storage_class() -> None:
    (size,) = wanted("BucketSizeBytes")
    assert size.dimensions == {"BucketName": "films", "StorageType": "StandardStorage"}


def test_given_a_metric_of_ours_when_written_in_other_dimensions_then_it_is_not_chosen() -> None:
    assert [each.dimensions for each in wanted("TasksStarted")] == [{"kind": "upscale"}]
    assert list(choose([Written("TasksStarted", {})], {})) == []


@pytest.mark.parametrize(
    ("metric", "span", "seconds"),
    [
        ("TasksStarted", 6 * HOUR, 300),
        ("TasksStarted", 7 * HOUR, 3600),
        ("NumberOfObjects", HOUR, 86_400),
    ],
)
def test_given_a_span_when_asked_then_the_period_is_no_shorter_than_what_is_measured(
    metric: str, span: timedelta, seconds: int
) -> None:
    (query,) = to_queries(wanted(metric), span)
    assert query["MetricStat"]["Period"] == seconds


def test_given_something_daily_when_asked_for_an_hour_then_two_days_are() -> None:
    since = NOW - HOUR
    assert begin(wanted("TasksStarted"), since, NOW) == since
    assert begin(wanted("BucketSizeBytes"), since, NOW) == NOW - timedelta(days=2)


@pytest.mark.parametrize(("metric", "values"), [("TasksStarted", [1]), ("BucketSizeBytes", [1, 2])])
def test_given_older_numbers_when_read_then_only_those_of_what_is_daily_count(
    metric: str, values: list[float]
) -> None:
    answer = result((1, HOUR / 2), (2, 30 * HOUR))
    assert read_result(wanted(metric), answer, NOW - HOUR).values == values
