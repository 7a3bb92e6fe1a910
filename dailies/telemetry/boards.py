"""The figures that people look at: the rows of both dashboards, and of `dailies dash`."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from dailies.telemetry.metrics import NAMESPACE

PERIOD_SECONDS = 300
DAY_SECONDS = 86_400


class Board(StrEnum):
    """A dashboard."""

    WORK = "work"
    MACHINE = "machine"


class Statistic(StrEnum):
    """How the measurements of a period become one number; the values are CloudWatch's words."""

    SUM = "Sum"
    AVERAGE = "Average"
    MAXIMUM = "Maximum"
    COUNT = "SampleCount"
    P50 = "p50"
    P95 = "p95"
    P99 = "p99"


class Part(StrEnum):
    """What of the stack a figure of AWS is about; the dashboard puts the name in."""

    FUNCTION = "FunctionName"
    QUEUE = "QueueName"
    API = "ApiId"
    MACHINE = "StateMachineArn"
    BUCKET = "BucketName"
    TABLE = "TableName"
    ACCOUNT = "Currency"


@dataclass(frozen=True)
class Figure:
    """One number, or one for each value of its dimensions."""

    metric: str
    statistic: Statistic = Statistic.SUM
    by: tuple[str, ...] = ()
    namespace: str = NAMESPACE
    part: Part | None = None
    """Only for a figure of AWS: one number for each part of that kind."""
    also: tuple[tuple[str, str], ...] = ()
    """Dimensions that AWS counts by beside the part's name, with their values."""
    period_seconds: int = PERIOD_SECONDS


@dataclass(frozen=True)
class Row:
    """One widget: figures that belong together."""

    title: str
    figures: tuple[Figure, ...]


def _of_aws(
    service: str, part: Part, *metrics: str, statistic: Statistic = Statistic.SUM
) -> tuple[Figure, ...]:
    return tuple(Figure(metric, statistic, namespace=f"AWS/{service}", part=part) for metric in metrics)


def _highest(service: str, part: Part, metric: str) -> tuple[Figure, ...]:
    return _of_aws(service, part, metric, statistic=Statistic.MAXIMUM)


def _daily(service: str, part: Part, metric: str, **also: str) -> tuple[Figure, ...]:
    (figure,) = _highest(service, part, metric)
    return (replace(figure, also=tuple(also.items()), period_seconds=DAY_SECONDS),)


def _percentiles(metric: str, *, namespace: str = NAMESPACE, part: Part | None = None) -> tuple[Figure, ...]:
    statistics = (Statistic.P50, Statistic.P95, Statistic.P99)
    return tuple(Figure(metric, each, namespace=namespace, part=part) for each in statistics)


BOARDS: Mapping[Board, tuple[Row, ...]] = {
    Board.WORK: (
        Row("Jobs", (Figure("JobsCreated"),)),
        Row("Tasks started", (Figure("TasksStarted", by=("kind",)),)),
        Row("Tasks ended", (Figure("TasksEnded", by=("kind", "outcome")),)),
        Row("Tasks open", (Figure("OpenTasks", Statistic.MAXIMUM),)),
        Row("Items by outcome", (Figure("UnitsSettled", by=("kind", "provider", "outcome")),)),
        Row("Takes made", (Figure("TakesMade", by=("provider",)),)),
        Row("Takes kept", (Figure("TakesKept"),)),
        Row("Credits spent", (Figure("CreditsSpent", by=("provider",)),)),
        Row("Credits given back", (Figure("CreditsReturned", by=("provider",)),)),
        Row("Credits today (UTC)", (Figure("CreditsToday", Statistic.MAXIMUM),)),
        Row("Waits by reason", (Figure("Waits", by=("category",)),)),
        Row("Seconds by stage", (Figure("StageSeconds", Statistic.AVERAGE, by=("kind", "stage")),)),
        Row("Frames upscaled a second", (Figure("UpscaleSpeed", Statistic.AVERAGE, by=("quality",)),)),
        Row("AWS bill this month, USD", _daily("Billing", Part.ACCOUNT, "EstimatedCharges")),
    ),
    Board.MACHINE: (
        Row("Failures by category", (Figure("Failures", by=("kind", "provider", "category")),)),
        Row("Error rate of units", (Figure("UnitFailures", Statistic.AVERAGE),)),
        Row("Stuck", (Figure("Stuck", Statistic.MAXIMUM),)),
        Row("Longest wait in the queue, s", (Figure("QueueAge", Statistic.MAXIMUM),)),
        Row("Accounts blocked", (Figure("BlockedAccounts", Statistic.MAXIMUM),)),
        Row("Checks failed", (Figure("CheckFailures"),)),
        Row("Wait for a machine, s", (Figure("ContainerWait", Statistic.MAXIMUM, by=("kind",)),)),
        Row("Run of a container, s", (Figure("ContainerRun", Statistic.AVERAGE, by=("kind",)),)),
        Row("Requests", (Figure("ApiRequests", by=("answer",)),)),
        Row("Requests that failed on our side", (Figure("ApiErrors"),)),
        Row("Time of a request, ms", _percentiles("ApiTime")),
        Row("API: errors", _of_aws("ApiGateway", Part.API, "4xx", "5xx")),
        Row("Functions: errors", _of_aws("Lambda", Part.FUNCTION, "Errors")),
        Row("Functions: throttles", _of_aws("Lambda", Part.FUNCTION, "Throttles")),
        Row("Functions: duration, ms", _percentiles("Duration", namespace="AWS/Lambda", part=Part.FUNCTION)),
        Row("State machine", _of_aws("States", Part.MACHINE, "ExecutionsFailed", "ExecutionThrottled")),
        Row("Table: throttles", _of_aws("DynamoDB", Part.TABLE, "ReadThrottleEvents", "WriteThrottleEvents")),
        Row("Queues: age of the oldest, s", _highest("SQS", Part.QUEUE, "ApproximateAgeOfOldestMessage")),
        Row("Queues: messages", _highest("SQS", Part.QUEUE, "ApproximateNumberOfMessagesVisible")),
        Row("Storage, bytes", _daily("S3", Part.BUCKET, "BucketSizeBytes", StorageType="StandardStorage")),
        Row("Storage, objects", _daily("S3", Part.BUCKET, "NumberOfObjects", StorageType="AllStorageTypes")),
    ),
}  # fmt: skip
