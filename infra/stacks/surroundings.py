"""What the service's programs are told of each other and of the data, and what permissions name."""

from dataclasses import dataclass

from aws_cdk import Aws, Fn, Token

from infra.constructs.batch import ContainerQueue
from infra.constructs.parameters import Parameters
from infra.constructs.statements import Resources
from infra.stacks.data import DataStack
from infra.stacks.names import Names


@dataclass(frozen=True)
class Surroundings:
    """The variables and ARNs, from what exists already and from names known beforehand."""

    _data: DataStack
    _names: Names
    _parameters: Parameters

    def objects_origins(self) -> str:
        """Give the origins that signed links name: the regional one, and us-east-1's, which has none."""
        name = self._data.bucket.bucket_name
        ours = " ".join(f"https://{name}.s3.{zone}{Aws.URL_SUFFIX}" for zone in (f"{Aws.REGION}.", ""))
        return self.elsewhere(self._parameters.text("S3Endpoint"), ours)

    def elsewhere(self, there: str, here: str) -> str:
        """Choose by whether another store is used in place of S3."""
        return Token.as_string(Fn.condition_if(self._parameters.store_is_elsewhere.logical_id, there, here))

    def container_environment(self) -> dict[str, str]:
        """Give what containers read."""
        return {
            **self._parameters.environment(),
            "DAILIES_TABLE": self._data.table.table_name,
            "DAILIES_BUCKET": self.elsewhere(
                self._parameters.text("StorageBucket"), self._data.bucket.bucket_name
            ),
            "DAILIES_STORAGE_SECRET": self.elsewhere(self._data.secrets.storage.secret_arn, ""),
            "DAILIES_FLOW_SECRET": self._data.secrets.flow.secret_arn,
            "DAILIES_VEO_SECRET": self._data.secrets.veo.secret_arn,
            "DAILIES_SESSION_KEY": self._data.vault.key.key_arn,
            # A container that ends a pause starts what was paused.
            "DAILIES_STATE_MACHINE": self._names.machine_arn(),
        }

    def function_environment(self, automation: ContainerQueue, media: ContainerQueue) -> dict[str, str]:
        """Give what functions read."""
        return {
            **self.container_environment(),
            "DAILIES_SIGNING_SECRET": self._data.secrets.signing.secret_arn,
            "DAILIES_AUTOMATION_QUEUE": automation.queue.job_queue_arn,
            "DAILIES_MEDIA_QUEUE": media.queue.job_queue_arn,
            "DAILIES_AUTOMATION_JOB": automation.definition.job_definition_arn,
            "DAILIES_MEDIA_JOB": media.definition.job_definition_arn,
            "DAILIES_FLOW_RESOURCE": self._names.browsers,
        }

    def resources(self, *kinds: ContainerQueue) -> Resources:
        """Name what permissions speak of."""
        return Resources(
            table=self._data.table.table_arn,
            bucket=self._data.bucket.bucket_arn,
            machine=self._names.machine_arn(),
            executions=self._names.executions_arn(),
            jobs=self._names.jobs_arn(),
            queues=tuple(kind.queue.job_queue_arn for kind in kinds),
            definitions=tuple(kind.definition.job_definition_arn for kind in kinds),
            signing_secret=self._data.secrets.signing.secret_arn,
            flow_secret=self._data.secrets.flow.secret_arn,
            veo_secret=self._data.secrets.veo.secret_arn,
            storage_secret=self._data.secrets.storage.secret_arn,
            session_key=self._data.vault.key.key_arn,
            browsers=self._names.browsers_arn(),
        )
