"""What stands in for events where the store has none: functions that tell the intake of an object themselves."""

from collections.abc import Sequence

from aws_cdk import CfnCondition, Fn
from aws_cdk import aws_iam as iam
from aws_cdk import aws_lambda as lambda_
from aws_cdk import aws_sqs as sqs
from constructs import Construct


class Announcing(Construct):
    """The queue's address and the right to send to it, both only while the condition holds."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        queue: sqs.IQueue,
        functions: Sequence[lambda_.Function],
        condition: CfnCondition,
    ) -> None:
        super().__init__(scope, construct_id)
        address = Fn.condition_if(condition.logical_id, queue.queue_url, "").to_string()
        for function in functions:
            function.add_environment("DAILIES_INTAKE_QUEUE", address)
        tell = iam.PolicyStatement(actions=["sqs:SendMessage"], resources=[queue.queue_arn])
        policy = iam.CfnPolicy(
            self,
            "Policy",
            policy_name="announce",
            policy_document=iam.PolicyDocument(statements=[tell]),
            roles=[function.role.role_name for function in functions if function.role],
        )
        policy.cfn_options.condition = condition
