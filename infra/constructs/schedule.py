"""What runs without being asked."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from constructs import Construct


class Schedule(Construct):
    """Reconciling, every minute."""

    def __init__(self, scope: Construct, construct_id: str, *, reconcile: lambda_.Function) -> None:
        super().__init__(scope, construct_id)
        events.Rule(
            self,
            "EveryMinute",
            description="Reconcile what fell between two events",
            schedule=events.Schedule.rate(Duration.minutes(1)),
            # The next minute repairs what this one missed: a repeat would only pile up.
            targets=[targets.LambdaFunction(reconcile, retry_attempts=0)],
        )
