"""Names that are known before what they name exists, so that parts can name each other without a cycle."""

from dataclasses import dataclass

from aws_cdk import ArnFormat, Stack


@dataclass(frozen=True)
class Names:
    """What the service's parts are called, all after the stack."""

    stack: Stack
    prefix: str

    @property
    def machine(self) -> str:
        """The state machine's name."""
        return f"{self.prefix}-tasks"

    @property
    def browsers(self) -> str:
        """How the names of the accounts' consumable resources begin."""
        return f"{self.prefix}-flow-"

    def containers(self, kind: str) -> str:
        """The name of one kind's queue and job definition."""
        return f"{self.prefix}-{kind}"

    def machine_arn(self) -> str:
        """The state machine."""
        return self._states("stateMachine", self.machine)

    def executions_arn(self) -> str:
        """Every execution of the state machine."""
        return self._states("execution", f"{self.machine}:*")

    def jobs_arn(self) -> str:
        """Every Batch job: their ids are random, so no pattern tells ours from others."""
        return self.stack.format_arn(service="batch", resource="job", resource_name="*")

    def browsers_arn(self) -> str:
        """Every consumable resource of ours: one for each site account."""
        return self.stack.format_arn(
            service="batch", resource="consumable-resource", resource_name=f"{self.browsers}*"
        )

    def _states(self, resource: str, name: str) -> str:
        return self.stack.format_arn(
            service="states",
            resource=resource,
            resource_name=name,
            arn_format=ArnFormat.COLON_RESOURCE_NAME,
        )
