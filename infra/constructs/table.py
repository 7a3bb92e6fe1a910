"""The one table that holds every job, item, video, task and upload."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

_STRING = dynamodb.AttributeType.STRING
_INDEXES = {"by_owner": "owner", "active": "active"}


def _key(name: str) -> dynamodb.Attribute:
    return dynamodb.Attribute(name=name, type=_STRING)


class JobsTable(Construct):
    """A DynamoDB table that is paid by request, restorable to any second, and outlives the stack."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.table = dynamodb.Table(
            self,
            "Table",
            partition_key=_key("pk"),
            sort_key=_key("sk"),
            billing_mode=dynamodb.BillingMode.PAY_PER_REQUEST,
            time_to_live_attribute="expires_at",
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            # For whoever joins in later: nothing reads it yet, and unread it costs nothing.
            stream=dynamodb.StreamViewType.NEW_AND_OLD_IMAGES,
            deletion_protection=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
        for index, prefix in _INDEXES.items():
            self.table.add_global_secondary_index(
                index_name=index,
                partition_key=_key(f"{prefix}_pk"),
                sort_key=_key(f"{prefix}_sk"),
                projection_type=dynamodb.ProjectionType.ALL,
            )
