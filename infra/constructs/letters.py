"""Where messages wait that nobody could take."""

from aws_cdk import Duration
from aws_cdk import aws_sqs as sqs
from constructs import Construct

KEPT_DAYS = 14
"""The longest that SQS keeps a message."""


def dead_letters(scope: Construct, construct_id: str = "DeadLetters") -> sqs.Queue:
    """Make a queue for what failed; whoever sends or reads does so over TLS."""
    return sqs.Queue(
        scope,
        construct_id,
        enforce_ssl=True,
        encryption=sqs.QueueEncryption.SQS_MANAGED,
        retention_period=Duration.days(KEPT_DAYS),
    )
