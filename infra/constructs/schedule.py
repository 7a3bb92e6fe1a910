"""What runs without being asked."""

from aws_cdk import Duration, Fn
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class Schedule(Construct):
    """Reconciling every minute, and a check of the site accounts every few hours."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        reconcile: lambda_.Function,
        check: lambda_.Function,
        check_hours: str,
        undelivered: sqs.IQueue,
    ) -> None:
        super().__init__(scope, construct_id)
        events.Rule(
            self,
            "EveryMinute",
            description="Reconcile what fell between two events",
            schedule=events.Schedule.rate(Duration.minutes(1)),
            # The next minute repairs what this one missed: a repeat would only pile up.
            targets=[targets.LambdaFunction(reconcile, retry_attempts=0, dead_letter_queue=undelivered)],
        )
        events.Rule(
            self,
            "EveryFewHours",
            description="See whether the generating site is still as the selector packs say",
            schedule=events.Schedule.expression(Fn.sub("rate(${Hours} hours)", {"Hours": check_hours})),
            targets=[targets.LambdaFunction(check, retry_attempts=0, dead_letter_queue=undelivered)],
        )
