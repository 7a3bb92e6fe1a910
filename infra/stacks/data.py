"""The stack of everything that cannot be made again: jobs, objects, keys, secrets."""

from typing import Any

from aws_cdk import CfnOutput, Stack
from constructs import Construct

from infra.constructs.bucket import MediaBucket
from infra.constructs.issuer import Issuer
from infra.constructs.people import People
from infra.constructs.secrets import Secrets
from infra.constructs.table import JobsTable
from infra.constructs.vault import SessionVault


class DataStack(Stack):
    """What an upgrade never touches and a removal never takes along."""

    def __init__(self, scope: Construct, construct_id: str, **options: Any) -> None:
        super().__init__(
            scope,
            construct_id,
            description="Dailies: jobs, objects, keys and secrets",
            termination_protection=True,
            **options,
        )
        self.table = JobsTable(self, "Jobs").table
        self.bucket = MediaBucket(self, "Storage").bucket
        self.secrets = Secrets(self, "Secrets")
        self.vault = SessionVault(self, "Vault")
        self.people = None if Issuer.named(self.node) else People(self, "People")
        self._export()
        self._add_outputs()

    def _export(self) -> None:
        """Export on purpose what the service uses."""
        # An export made by use goes with its last user, and CloudFormation refuses to take one away while the
        # older service still imports it: the next release could not be deployed.
        for attribute in (
            self.table.table_name,
            self.table.table_arn,
            self.bucket.bucket_name,
            self.bucket.bucket_arn,
            self.secrets.signing.secret_arn,
            self.secrets.flow.secret_arn,
            self.secrets.veo.secret_arn,
            self.secrets.storage.secret_arn,
            self.vault.key.key_arn,
            *((self.people.pool.user_pool_id,) if self.people else ()),
        ):
            self.export_value(attribute)

    def _add_outputs(self) -> None:
        values = {
            "TableName": self.table.table_name,
            "BucketName": self.bucket.bucket_name,
            "SigningSecret": self.secrets.signing.secret_arn,
            "FlowSecret": self.secrets.flow.secret_arn,
            "VeoSecret": self.secrets.veo.secret_arn,
            "StorageSecret": self.secrets.storage.secret_arn,
            "SessionKey": self.vault.key.key_arn,
        }
        if self.people:
            values["UserPoolId"] = self.people.pool.user_pool_id
        for name, value in values.items():
            CfnOutput(self, name, value=value)
