"""The secrets that programs read at run time, never at deployment."""

from aws_cdk import RemovalPolicy, SecretValue
from aws_cdk import aws_secretsmanager as secretsmanager
from constructs import Construct


class Secrets(Construct):
    """The key that signs cursors, and what opens providers and another store; empty ones are not used."""

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
        self.flow = self._empty("Flow", "Email and password at the generating site, by account name")
        self.veo = self._empty("Veo", "A Google Cloud service account's key, as JSON")
        self.storage = self._empty("Storage", "Keys of an S3-compatible store that is used in place of S3")

    def _empty(self, name: str, description: str) -> secretsmanager.Secret:
        """Make a secret that the operator fills, or leaves as it is."""
        return secretsmanager.Secret(
            self,
            name,
            description=description,
            secret_string_value=SecretValue.unsafe_plain_text("{}"),
            removal_policy=RemovalPolicy.RETAIN,
        )
