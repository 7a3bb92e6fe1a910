"""Where programs and services write their logs."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_logs as logs
from constructs import Construct


def make_log_group(scope: Construct, construct_id: str, *, name: str | None = None) -> logs.LogGroup:
    """Make a log group that forgets after a month and goes with its stack."""
    return logs.LogGroup(
        scope,
        construct_id,
        log_group_name=name,
        retention=logs.RetentionDays.ONE_MONTH,
        removal_policy=RemovalPolicy.DESTROY,
    )
