"""Whom alarms call: one topic, and the address that may be subscribed to it."""

from aws_cdk import Aws, CfnCondition, Fn
from aws_cdk import aws_iam as iam
from aws_cdk import aws_sns as sns
from constructs import Construct


class Alerts(Construct):
    """A topic for people; an empty address leaves it to be subscribed to by hand."""

    def __init__(self, scope: Construct, construct_id: str, *, email: str) -> None:
        super().__init__(scope, construct_id)
        self.topic = sns.Topic(self, "Topic", display_name="Dailies", enforce_ssl=True)
        # A policy of its own takes the place of the one that lets the account's alarms publish.
        self.topic.add_to_resource_policy(
            iam.PolicyStatement(
                principals=[iam.ServicePrincipal("cloudwatch.amazonaws.com")],
                actions=["sns:Publish"],
                resources=[self.topic.topic_arn],
                conditions={"StringEquals": {"aws:SourceAccount": Aws.ACCOUNT_ID}},
            )
        )
        subscription = sns.CfnSubscription(
            self, "Person", topic_arn=self.topic.topic_arn, protocol="email", endpoint=email
        )
        subscription.cfn_options.condition = CfnCondition(
            self, "HasAddress", expression=Fn.condition_not(Fn.condition_equals(email, ""))
        )
