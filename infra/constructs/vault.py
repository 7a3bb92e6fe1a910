"""The key that saved browser sessions are encrypted under."""

from aws_cdk import RemovalPolicy
from aws_cdk import aws_kms as kms
from constructs import Construct


class SessionVault(Construct):
    """A key of our own, renewed every year; it outlives the stack, or sessions kept beside it would be lost."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.key = kms.Key(
            self,
            "Key",
            description="Encrypts the browser sessions of site accounts",
            enable_key_rotation=True,
            removal_policy=RemovalPolicy.RETAIN,
        )
