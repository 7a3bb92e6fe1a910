"""The watch of a stack on AWS, with the user's own credentials: CloudWatch's metrics and logs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dailies import clock
from dailies.cli.errors import Unreachable
from dailies.telemetry.boards import BOARDS, Figure, Part, Statistic
from dailies.telemetry.entries import Entry, merge, read_entry
from dailies.telemetry.metrics import NAMESPACE
from dailies.telemetry.summary import Series

if TYPE_CHECKING:
    import boto3

DATA = "-data"
"""The stack with the table and the bucket is named after the other."""
_KINDS = {
    "AWS::Lambda::Function": Part.FUNCTION,
    "AWS::SQS::Queue": Part.QUEUE,
    "AWS::ApiGatewayV2::Api": Part.API,
    "AWS::StepFunctions::StateMachine": Part.MACHINE,
    "AWS::S3::Bucket": Part.BUCKET,
    "AWS::DynamoDB::Table": Part.TABLE,
}
_MORE = {
    "BucketSizeBytes": ("StorageType", "StandardStorage"),
    "NumberOfObjects": ("StorageType", "AllStorageTypes"),
}
_DAY = timedelta(days=1)
_HOURLY_FROM = timedelta(hours=6)
_QUERIES = 100
"""At once: CloudWatch takes 500, and gives 100,800 numbers."""


class CloudWatch:
    """One stack."""

    def __init__(self, stack: str) -> None:
        """Take the stack's name; nothing is asked yet."""
        self._stack = stack

    def series(self, since: datetime) -> Iterable[Series]:
        """Ask for every figure of both boards, by the hour where it is about more than six."""
        with _treat_errors():
            wanted = list(self._wanted())
            found: list[Series] = []
            for start in range(0, len(wanted), _QUERIES):
                found += self._ask(wanted[start : start + _QUERIES], since)
            return found

    def entries(self, about: str, since: datetime) -> Iterable[Entry]:
        """Search every log group of the stack."""
        with _treat_errors():
            return merge(*(self._search(group, about, since) for group in self._groups()))

    @cached_property
    def _session(self) -> "boto3.session.Session":
        import boto3  # noqa: PLC0415 - heavy

        return boto3.session.Session()

    @cached_property
    def _metrics(self) -> Any:
        return self._session.client("cloudwatch")

    @cached_property
    def _logs(self) -> Any:
        return self._session.client("logs")

    @cached_property
    def _resources(self) -> Sequence[tuple[str, str]]:
        """Kind and name of each resource of both stacks."""
        pages = self._session.client("cloudformation").get_paginator("list_stack_resources")
        return [
            (each["ResourceType"], each["PhysicalResourceId"])
            for stack in (self._stack, self._stack + DATA)
            for page in pages.paginate(StackName=stack)
            for each in page["StackResourceSummaries"]
            if "PhysicalResourceId" in each
        ]

    def _groups(self) -> list[str]:
        return [name for kind, name in self._resources if kind == "AWS::Logs::LogGroup"]

    def _search(self, group: str, about: str, since: datetime) -> Iterator[Entry]:
        pages = self._logs.get_paginator("filter_log_events").paginate(
            logGroupName=group, filterPattern=f'"{about}"', startTime=round(since.timestamp() * 1000)
        )
        for page in pages:
            for event in page["events"]:
                written = datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
                if entry := read_entry(event["message"], group, written):
                    yield entry

    def _wanted(self) -> Iterator[tuple[Figure, Mapping[str, str]]]:
        figures = [figure for rows in BOARDS.values() for row in rows for figure in row.figures]
        written = self._written()
        for figure in figures:
            if figure.part is None:
                for name, dimensions in written:
                    if name == figure.metric and set(dimensions) == set(figure.by):
                        yield figure, dimensions
            else:
                for name in self._parts(figure.part):
                    yield (
                        figure,
                        {figure.part: name, **dict([_MORE[figure.metric]] if figure.metric in _MORE else [])},
                    )

    def _written(self) -> list[tuple[str, dict[str, str]]]:
        pages = self._metrics.get_paginator("list_metrics").paginate(Namespace=NAMESPACE)
        return [
            (metric["MetricName"], {each["Name"]: each["Value"] for each in metric["Dimensions"]})
            for page in pages
            for metric in page["Metrics"]
        ]

    def _parts(self, part: Part) -> list[str]:
        names = [name for kind, name in self._resources if _KINDS.get(kind) is part]
        # A queue's physical id is its URL.
        return [name.rsplit("/", 1)[-1] if part is Part.QUEUE else name for name in names]

    def _ask(self, wanted: Sequence[tuple[Figure, Mapping[str, str]]], since: datetime) -> Iterator[Series]:
        until = clock.now()
        hourly = until - since > _HOURLY_FROM
        queries = [
            {
                "Id": f"q{number}",
                "MetricStat": {
                    "Metric": {
                        "Namespace": figure.namespace,
                        "MetricName": figure.metric,
                        "Dimensions": [{"Name": str(n), "Value": v} for n, v in dimensions.items()],
                    },
                    "Period": 86_400 if figure.metric in _MORE else 3600 if hourly else 300,
                    "Stat": str(figure.statistic),
                },
            }
            for number, (figure, dimensions) in enumerate(wanted)
        ]
        # Storage is measured once a day: what is newest may be two days old.
        start = min(since, until - 2 * _DAY) if any(f.metric in _MORE for f, _ in wanted) else since
        pages = self._metrics.get_paginator("get_metric_data")
        for page in pages.paginate(MetricDataQueries=queries, StartTime=start, EndTime=until):
            for result in page["MetricDataResults"]:
                figure, dimensions = wanted[int(result["Id"][1:])]
                values = [
                    value
                    for value, at in zip(result["Values"], result["Timestamps"], strict=True)
                    if at >= since or figure.metric in _MORE
                ]
                named = frozenset((str(name), text) for name, text in dimensions.items())
                yield Series(figure.namespace, figure.metric, named, Statistic(figure.statistic), values)


@contextmanager
def _treat_errors() -> Iterator[None]:
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - heavy

    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise Unreachable(
            f"AWS did not answer: {error}",
            code="aws_refused",
            advice="Check the credentials and the region (AWS_PROFILE, AWS_REGION), and the stack's name.",
        ) from error
