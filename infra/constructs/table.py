"""The one table that holds every job, item, video, task and upload."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_dynamodb as dynamodb
from constructs import Construct

_STRING = dynamodb.AttributeType.STRING


def _index(name: str) -> dynamodb.GlobalSecondaryIndexPropsV2:
    prefix = {"by_owner": "owner", "active": "active"}[name]
    return dynamodb.GlobalSecondaryIndexPropsV2(
        index_name=name,
        partition_key=dynamodb.Attribute(name=f"{prefix}_pk", type=_STRING),
        sort_key=dynamodb.Attribute(name=f"{prefix}_sk", type=_STRING),
        projection_type=dynamodb.ProjectionType.ALL,
    )


class JobsTable(Construct):
    """A DynamoDB table that is paid by request, restorable to any second, and outlives the stack."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.table = dynamodb.TableV2(
            self,
            "Table",
            partition_key=dynamodb.Attribute(name="pk", type=_STRING),
            sort_key=dynamodb.Attribute(name="sk", type=_STRING),
            billing=dynamodb.Billing.on_demand(),
            global_secondary_indexes=[_index("by_owner"), _index("active")],
            time_to_live_attribute="expires_at",
            point_in_time_recovery_specification=dynamodb.PointInTimeRecoverySpecification(
                point_in_time_recovery_enabled=True
            ),
            deletion_protection=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
