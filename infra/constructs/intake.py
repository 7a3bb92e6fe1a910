"""How an uploaded object reaches the validation function."""

from aws_cdk import Duration
from aws_cdk import aws_events as events
from aws_cdk import aws_events_targets as targets
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_sqs as sqs
from aws_cdk.aws_lambda_event_sources import SqsEventSource
from constructs import Construct

from infra.constructs.functions import FUNCTIONS
from infra.constructs.letters import dead_letters

PREFIXES = ("uploads/", "inbox/")
_TRIES = 3
_OBJECTS_AT_ONCE = 5
_FUNCTIONS_AT_ONCE = 5


class Intake(Construct):
    """Storage event → queue → validation; what fails three times waits among the dead letters."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        bucket: s3.IBucket,
        validation: lambda_.Function,
        undelivered: sqs.IQueue,
    ) -> None:
        super().__init__(scope, construct_id)
        self.dead_letters = dead_letters(self)
        # AWS advises six times the function's timeout, or a slow run's messages show up again.
        visibility = Duration.seconds(6 * FUNCTIONS["validation"].timeout_seconds)
        self.queue = sqs.Queue(
            self,
            "Queue",
            enforce_ssl=True,
            encryption=sqs.QueueEncryption.SQS_MANAGED,
            visibility_timeout=visibility,
            dead_letter_queue=sqs.DeadLetterQueue(queue=self.dead_letters, max_receive_count=_TRIES),
        )
        events.Rule(
            self,
            "ObjectArrives",
            description="An object under uploads/ or inbox/ is there",
            event_pattern=events.EventPattern(
                source=["aws.s3"],
                detail_type=["Object Created"],
                detail={
                    "bucket": {"name": [bucket.bucket_name]},
                    "object": {"key": [{"prefix": prefix} for prefix in PREFIXES]},
                },
            ),
            targets=[targets.SqsQueue(self.queue, dead_letter_queue=undelivered)],
        )
        validation.add_event_source(
            SqsEventSource(
                self.queue,
                batch_size=_OBJECTS_AT_ONCE,
                max_concurrency=_FUNCTIONS_AT_ONCE,
                report_batch_item_failures=True,
            )
        )
