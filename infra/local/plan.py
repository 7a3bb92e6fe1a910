"""What the Batch endpoint is told: queues, job definitions, consumable resources, with every value resolved."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from mypy_boto3_batch import BatchClient

PLAN_OUTPUT = "BatchPlan"
"""The stack output that carries the plan as JSON."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class ExitRule(_Part):
    """One rule for what happens after an attempt; the first that matches holds."""

    action: str
    on_exit_code: str | None = Field(default=None, alias="OnExitCode")
    on_reason: str | None = Field(default=None, alias="OnReason")
    on_status_reason: str | None = Field(default=None, alias="OnStatusReason")

    def wire(self) -> dict[str, str]:
        """Give the rule in the API's words."""
        conditions = {
            "onExitCode": self.on_exit_code,
            "onReason": self.on_reason,
            "onStatusReason": self.on_status_reason,
        }
        return {"action": self.action, **{name: text for name, text in conditions.items() if text}}


class JobDefinition(_Part):
    """One kind of job."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    attempts: int
    rules: tuple[ExitRule, ...]
    timeout_seconds: int


class Pool(_Part):
    """A consumable resource: so many tokens for running jobs."""

    name: str
    quantity: int


class BatchPlan(_Part):
    """Everything to register before the first job."""

    queues: tuple[str, ...]
    definitions: tuple[JobDefinition, ...]
    resources: tuple[Pool, ...]


def register(plan: BatchPlan, batch: "BatchClient") -> None:
    """Tell the Batch endpoint the whole plan; registering the same again changes nothing."""
    for pool in plan.resources:
        batch.create_consumable_resource(
            consumableResourceName=pool.name, totalQuantity=pool.quantity, resourceType="REPLENISHABLE"
        )
    for order, queue in enumerate(plan.queues, start=1):
        batch.create_job_queue(jobQueueName=queue, priority=order, state="ENABLED")
    for definition in plan.definitions:
        batch.register_job_definition(
            jobDefinitionName=definition.name,
            type="container",
            containerProperties={
                "image": definition.name,
                "command": list(definition.command),
                "environment": [
                    {"name": name, "value": value} for name, value in definition.environment.items()
                ],
            },
            retryStrategy={
                "attempts": definition.attempts,
                "evaluateOnExit": [rule.wire() for rule in definition.rules],  # type: ignore[typeddict-item,misc]
            },
            timeout={"attemptDurationSeconds": definition.timeout_seconds},
        )
