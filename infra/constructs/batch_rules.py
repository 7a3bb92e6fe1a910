"""When Batch tries a job again, and when it stops waiting for a machine."""

from aws_cdk import Duration
from aws_cdk import aws_batch as batch

from dailies.domain.exits import Exit

_SPOT_RECLAIMED = "Your Spot Task was interrupted"
"""How the reason begins when Fargate takes spare capacity back."""


def retry_rules(kind: str) -> tuple[int, list[batch.RetryStrategy]]:
    """Give the attempts and rules; AWS retries whatever matches no rule, so the last ones end it."""
    leave, again = batch.Action.EXIT, batch.Action.RETRY
    # A container that never started has a reason and no exit code.
    end = [
        batch.RetryStrategy.of(leave, batch.Reason.custom(on_exit_code="*")),
        batch.RetryStrategy.of(leave, batch.Reason.custom(on_reason="*")),
    ]
    if kind == "automation":
        return 1, end
    return 3, [
        batch.RetryStrategy.of(again, batch.Reason.custom(on_exit_code=str(Exit.GIVE_BACK))),
        # Batch takes an asterisk at the end alone.
        batch.RetryStrategy.of(again, batch.Reason.custom(on_status_reason=f"{_SPOT_RECLAIMED}*")),
        *end,
    ]


def waiting_limits() -> list[batch.JobStateTimeLimitAction]:
    """End what waits for machines that will not come: its item is retried or says so, and nobody waits for ever."""
    reasons = batch.JobStateTimeLimitActionsReason
    return [
        batch.JobStateTimeLimitAction(max_time=Duration.minutes(minutes), reason=reason)
        for reason, minutes in {
            reasons.INSUFFICIENT_INSTANCE_CAPACITY: 60,
            reasons.COMPUTE_ENVIRONMENT_MAX_RESOURCE: 10,
            reasons.JOB_RESOURCE_REQUIREMENT: 10,
        }.items()
    ]
