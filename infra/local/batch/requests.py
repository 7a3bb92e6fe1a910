"""The bodies of the calls we answer, in AWS's field names; fields that mean nothing here are ignored."""

from collections.abc import Mapping
from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field
from pydantic.alias_generators import to_camel

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,128}$")]
"""A name that AWS Batch accepts."""

Share = Annotated[str, Field(pattern=r"^[A-Za-z0-9]{1,255}$")]
"""A share identifier that AWS Batch accepts."""

Priority = Annotated[int, Field(ge=0, le=9999)]


def _upper(value: Any) -> Any:
    return value.upper() if isinstance(value, str) else value


class Shape(BaseModel):
    """A frozen structure whose fields are camelCase on the wire."""

    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True, frozen=True, extra="ignore")


class Variable(Shape):
    """One environment variable."""

    name: str = Field(pattern=r"^[^=\x{0}]+$")
    value: str = Field("", pattern=r"^[^\x{0}]*$")


class Requirement(Shape):
    """A number of tokens of one consumable resource."""

    consumable_resource: str
    quantity: int = Field(ge=1)


class Requirements(Shape):
    """All tokens that a job needs."""

    consumable_resource_list: tuple[Requirement, ...] = ()


class ExitRule(Shape):
    """One rule of `evaluateOnExit`; every condition that it names must hold."""

    action: Annotated[Literal["RETRY", "EXIT"], BeforeValidator(_upper)]
    on_exit_code: str | None = None
    on_reason: str | None = None
    on_status_reason: str | None = None


class RetryStrategy(Shape):
    """How many attempts a job has, and which endings are worth another."""

    attempts: int = Field(1, ge=1, le=10)
    evaluate_on_exit: tuple[ExitRule, ...] = Field((), max_length=5)


class Timeout(Shape):
    """How long one attempt may run."""

    attempt_duration_seconds: int | None = Field(None, ge=1)


class ContainerProperties(Shape):
    """What a job runs; the image is only shown."""

    image: str = ""
    command: tuple[str, ...] = ()
    environment: tuple[Variable, ...] = ()


class ContainerOverrides(Shape):
    """What one job runs differently."""

    command: tuple[str, ...] = ()
    environment: tuple[Variable, ...] = ()


class RegisterJobDefinition(Shape):
    """A kind of job."""

    job_definition_name: Name
    type: Literal["container"]
    container_properties: ContainerProperties
    parameters: Mapping[str, str] = Field(default_factory=dict)
    scheduling_priority: Priority = 0
    retry_strategy: RetryStrategy = RetryStrategy()
    timeout: Timeout = Timeout()
    consumable_resource_properties: Requirements = Requirements()
    tags: Mapping[str, str] = Field(default_factory=dict)


class CreateJobQueue(Shape):
    """A queue."""

    job_queue_name: Name
    priority: int = 1
    state: Literal["ENABLED", "DISABLED"] = "ENABLED"
    scheduling_policy_arn: str | None = None
    tags: Mapping[str, str] = Field(default_factory=dict)


class CreateConsumableResource(Shape):
    """A pool of tokens that running jobs hold."""

    consumable_resource_name: Name
    total_quantity: int = Field(0, ge=0)
    resource_type: Literal["REPLENISHABLE"] = "REPLENISHABLE"
    tags: Mapping[str, str] = Field(default_factory=dict)


class UpdateConsumableResource(Shape):
    """A pool's new number of tokens; AWS also adds and removes, we only set."""

    consumable_resource: str
    operation: Literal["SET"]
    quantity: int = Field(ge=0)


class SubmitJob(Shape):
    """One job; arrays, dependencies and multi-node jobs are refused, not ignored."""

    job_name: Name
    job_queue: str
    job_definition: str
    share_identifier: Share | None = None
    scheduling_priority_override: Priority | None = None
    parameters: Mapping[str, str] = Field(default_factory=dict)
    container_overrides: ContainerOverrides = ContainerOverrides()
    retry_strategy: RetryStrategy | None = None
    timeout: Timeout = Timeout()
    consumable_resource_properties_override: Requirements | None = None
    tags: Mapping[str, str] = Field(default_factory=dict)
    array_properties: None = None
    depends_on: Annotated[tuple[()], Field(max_length=0)] = ()
    node_overrides: None = None
    eks_properties_override: None = None
    ecs_properties_override: None = None


class EndJob(Shape):
    """TerminateJob and CancelJob."""

    job_id: str = Field(min_length=1)
    reason: str = Field(min_length=1)


class DescribeJobs(Shape):
    """Jobs by id; unknown ids are left out of the answer, as on AWS."""

    jobs: tuple[str, ...] = Field(max_length=100)


class ListJobs(Shape):
    """A page of a queue's jobs; without a status the running ones, with a filter any status."""

    job_queue: str
    job_status: str | None = None
    max_results: int = Field(100, ge=1, le=1000)
    next_token: str | None = None
    filters: tuple["Filter", ...] = Field((), max_length=1)


class Filter(Shape):
    """The one filter that AWS takes at a time; we know the one on the name."""

    name: Literal["JOB_NAME"]
    values: tuple[str, ...] = Field(min_length=1, max_length=1)


class DescribeJobDefinitions(Shape):
    """Definitions by name or ARN."""

    job_definitions: tuple[str, ...] = ()
    job_definition_name: str | None = None


class DescribeJobQueues(Shape):
    """Queues by name or ARN; none means all."""

    job_queues: tuple[str, ...] = ()


class DescribeConsumableResource(Shape):
    """A resource by name or ARN."""

    consumable_resource: str
