"""How the end of a container reaches the status function."""

from collections.abc import Sequence

from aws_cdk import aws_batch as batch
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class ContainerEnds(Construct):
    """Batch's own event → status function; what cannot be delivered waits among the dead letters."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        queues: Sequence[batch.JobQueue],
        status: lambda_.Function,
        undelivered: sqs.IQueue,
    ) -> None:
        super().__init__(scope, construct_id)
        events.Rule(
            self,
            "Ended",
            description="A container of ours ended",
            event_pattern=events.EventPattern(
                source=["aws.batch"],
                detail_type=["Batch Job State Change"],
                detail={
                    "jobQueue": [queue.job_queue_arn for queue in queues],
                    "status": ["SUCCEEDED", "FAILED"],
                },
            ),
            targets=[targets.LambdaFunction(status, dead_letter_queue=undelivered)],
        )
