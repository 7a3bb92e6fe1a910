"""What every function of ours has: the same platform, and a role and a log of its own."""

from typing import Any

from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from constructs import Construct

from infra.constructs.log_group import make_log_group


def make_function(scope: Construct, construct_id: str, *, name: str, **options: Any) -> lambda_.Function:
    """Make a function that may write its own log, under a name for what belongs to it, and do nothing else."""
    log_group = make_log_group(scope, f"{name}Logs")
    role = iam.Role(scope, f"{name}Role", assumed_by=iam.ServicePrincipal("lambda.amazonaws.com"))
    log_group.grant_write(role)
    return lambda_.Function(
        scope,
        construct_id,
        runtime=lambda_.Runtime.PYTHON_3_13,
        architecture=lambda_.Architecture.ARM_64,
        log_group=log_group,
        role=role,
        **options,
    )
