"""What the Batch endpoint is told: queues, job definitions, consumable resources, with every value resolved."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Literal

from pydantic import BaseModel, ConfigDict, Field

if TYPE_CHECKING:
    from mypy_boto3_batch import BatchClient
    from mypy_boto3_batch.type_defs import EvaluateOnExitTypeDef, RetryStrategyTypeDef

PLAN_OUTPUT = "BatchPlan"
"""The stack output that carries the plan as JSON."""


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True)


class ExitRule(_Part):
    """One rule for what happens after an attempt; the first that matches holds."""

    action: Literal["RETRY", "EXIT"]
    on_exit_code: str | None = Field(default=None, alias="OnExitCode")
    on_reason: str | None = Field(default=None, alias="OnReason")
    on_status_reason: str | None = Field(default=None, alias="OnStatusReason")

    def wire(self) -> "EvaluateOnExitTypeDef":
        """Give the rule in the API's words."""
        wire: EvaluateOnExitTypeDef = {"action": self.action}
        if self.on_exit_code:
            wire["onExitCode"] = self.on_exit_code
        if self.on_reason:
            wire["onReason"] = self.on_reason
        if self.on_status_reason:
            wire["onStatusReason"] = self.on_status_reason
        return wire


class JobDefinition(_Part):
    """One kind of job."""

    name: str
    command: tuple[str, ...]
    environment: Mapping[str, str]
    attempts: int
    rules: tuple[ExitRule, ...]
    timeout_seconds: int

    def retry_strategy(self) -> "RetryStrategyTypeDef":
        """Give attempts and rules in the API's words."""
        return {"attempts": self.attempts, "evaluateOnExit": [rule.wire() for rule in self.rules]}


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
        _ensure_pool(pool, batch)
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
            retryStrategy=definition.retry_strategy(),
            timeout={"attemptDurationSeconds": definition.timeout_seconds},
        )


def _ensure_pool(pool: Pool, batch: "BatchClient") -> None:
    try:
        batch.create_consumable_resource(
            consumableResourceName=pool.name, totalQuantity=pool.quantity, resourceType="REPLENISHABLE"
        )
    except batch.exceptions.ClientException:
        batch.update_consumable_resource(
            consumableResource=pool.name, operation="SET", quantity=pool.quantity
        )
