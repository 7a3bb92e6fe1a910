"""The watch of a stack on AWS, with the user's own credentials: CloudWatch's metrics and logs."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any

from dailies import clock
from dailies.cli.errors import Unreachable
from dailies.cli.watching.queries import Wanted, Written, begin, choose, read_result, to_queries
from dailies.cli.watching.searching import search_group
from dailies.stacks import data_stack
from dailies.telemetry.boards import Part
from dailies.telemetry.entries import Entry, merge
from dailies.telemetry.metrics import NAMESPACE
from dailies.telemetry.summary import Series

if TYPE_CHECKING:
    import boto3

_TYPES = {
    Part.FUNCTION: "AWS::Lambda::Function",
    Part.QUEUE: "AWS::SQS::Queue",
    Part.API: "AWS::ApiGatewayV2::Api",
    Part.MACHINE: "AWS::StepFunctions::StateMachine",
    Part.BUCKET: "AWS::S3::Bucket",
    Part.TABLE: "AWS::DynamoDB::Table",
}
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
            wanted = list(choose(self._written(), self._parts()))
            found: list[Series] = []
            for start in range(0, len(wanted), _QUERIES):
                found += self._ask(wanted[start : start + _QUERIES], since)
            return found

    def entries(self, about: str, since: datetime) -> Iterable[Entry]:
        """Search every log group of the stack."""
        with _treat_errors():
            groups = self._named("AWS::Logs::LogGroup")
            return merge(*(search_group(self._logs, group, about, since) for group in groups))

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
        """Type and name of each resource of both stacks."""
        pages = self._session.client("cloudformation").get_paginator("list_stack_resources")
        return [
            (each["ResourceType"], each["PhysicalResourceId"])
            for stack in (self._stack, data_stack(self._stack))
            for page in pages.paginate(StackName=stack)
            for each in page["StackResourceSummaries"]
            if "PhysicalResourceId" in each
        ]

    def _named(self, resource_type: str) -> list[str]:
        return [name for each, name in self._resources if each == resource_type]

    def _parts(self) -> Mapping[Part, Sequence[str]]:
        parts = {part: self._named(resource_type) for part, resource_type in _TYPES.items()}
        # A queue's physical id is its URL.
        return {**parts, Part.QUEUE: [url.rsplit("/", 1)[-1] for url in parts[Part.QUEUE]]}

    def _written(self) -> list[Written]:
        pages = self._metrics.get_paginator("list_metrics").paginate(Namespace=NAMESPACE)
        return [
            Written(metric["MetricName"], {each["Name"]: each["Value"] for each in metric["Dimensions"]})
            for page in pages
            for metric in page["Metrics"]
        ]

    def _ask(self, wanted: Sequence[Wanted], since: datetime) -> Iterator[Series]:
        until = clock.now()
        pages = self._metrics.get_paginator("get_metric_data").paginate(
            MetricDataQueries=to_queries(wanted, until - since),
            StartTime=begin(wanted, since, until),
            EndTime=until,
        )
        for page in pages:
            for result in page["MetricDataResults"]:
                yield read_result(wanted, result, since)


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
