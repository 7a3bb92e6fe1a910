"""The secrets that programs read at run time, never at deployment."""

from aws_cdk import RemovalPolicy, SecretValue
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct


class Secrets(Construct):
    """The key that signs cursors, and the generating site's credentials (empty: a person signs in)."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.signing = secretsmanager.Secret(
            self,
            "Signing",
            description="Signs the cursors that the API hands out",
            generate_secret_string=secretsmanager.SecretStringGenerator(
                password_length=64, exclude_punctuation=True
            ),
        )
        empty = SecretValue.unsafe_plain_text("")
        self.flow = secretsmanager.Secret(
            self,
            "Flow",
            description="Credentials for the generating site, as email and password",
            secret_object_value={"email": empty, "password": empty},
            removal_policy=RemovalPolicy.RETAIN,
        )
