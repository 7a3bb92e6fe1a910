"""The one place that makes AWS clients: lazily, once each, with one configuration."""

import json
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import boto3
    from botocore.config import Config
    from mypy_boto3_batch import BatchClient
    from mypy_boto3_dynamodb import DynamoDBServiceResource
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_sqs import SQSClient
    from mypy_boto3_stepfunctions import SFNClient

CONNECT_SECONDS = 5
READ_SECONDS = 60
ATTEMPTS = 5
_STORE_REGION = "auto"
"""What R2 wants to be signed for; other stores do not look."""
_AWS_SUFFIXES = (".amazonaws.com", ".amazonaws.com.cn")


class Aws:
    """Clients for this process; importing boto3 waits until the first one is used (0.2 s of CPU)."""

    def __init__(
        self,
        *,
        s3_endpoint: str | None = None,
        public_s3_endpoint: str | None = None,
        storage_secret: str = "",
    ) -> None:
        """Take the S3-compatible endpoints and the secret with their keys, where they are not AWS's own."""
        self._storage_secret = storage_secret
        self._s3_endpoint = s3_endpoint
        self._public_s3_endpoint = public_s3_endpoint

    @cached_property
    def _session(self) -> "boto3.session.Session":
        import boto3  # noqa: PLC0415 - heavy

        return boto3.session.Session()

    @cached_property
    def _config(self) -> "Config":
        from botocore.config import Config  # noqa: PLC0415 - heavy

        return Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
            # R2 and MinIO refuse the checksum trailers that boto3 sends by default since 1.36.
            request_checksum_calculation="when_required",
            response_checksum_validation="when_required",
            signature_version="s3v4",
            s3={"addressing_style": "path"} if self._s3_endpoint or self._public_s3_endpoint else None,
        )

    @cached_property
    def _service_config(self) -> "Config":
        from botocore.config import Config  # noqa: PLC0415 - heavy

        return Config(
            connect_timeout=CONNECT_SECONDS,
            read_timeout=READ_SECONDS,
            retries={"mode": "standard", "total_max_attempts": ATTEMPTS},
        )

    @cached_property
    def dynamodb(self) -> "DynamoDBServiceResource":
        """The table service."""
        return self._session.resource("dynamodb", config=self._service_config)

    @cached_property
    def s3(self) -> "S3Client":
        """The object store, as this process reaches it."""
        return self._s3(self._config, self._s3_endpoint)

    @cached_property
    def public_s3(self) -> "S3Client":
        """The object store as a user's browser reaches it: only for signing links."""
        from botocore.config import Config  # noqa: PLC0415 - heavy

        endpoint = self._public_s3_endpoint or self._s3_endpoint
        client = self._s3(self._config, endpoint)
        if not client.meta.endpoint_url.endswith(_AWS_SUFFIXES):
            return client
        # Without this, links name the global address, which redirects, and a preflight may not be redirected.
        regional = self._config.merge(Config(s3={"addressing_style": "virtual"}))
        return self._s3(regional, endpoint)

    def _s3(self, config: "Config", endpoint: str | None) -> "S3Client":
        if not self._storage_secret:
            return self._session.client("s3", config=config, endpoint_url=endpoint)
        return self._session.client(
            "s3",
            config=config,
            endpoint_url=endpoint,
            region_name=_STORE_REGION,
            aws_access_key_id=self._storage_keys["access_key_id"],
            aws_secret_access_key=self._storage_keys["secret_access_key"],
        )

    @cached_property
    def _storage_keys(self) -> dict[str, str]:
        answer = self.secrets.get_secret_value(SecretId=self._storage_secret)
        keys: dict[str, str] = json.loads(answer["SecretString"])
        return keys

    @cached_property
    def states(self) -> "SFNClient":
        """Step Functions."""
        return self._session.client("stepfunctions", config=self._service_config)

    @cached_property
    def batch(self) -> "BatchClient":
        """AWS Batch."""
        return self._session.client("batch", config=self._service_config)

    @cached_property
    def queues(self) -> "SQSClient":
        """SQS."""
        return self._session.client("sqs", config=self._service_config)

    @cached_property
    def secrets(self) -> "SecretsManagerClient":
        """Secrets Manager."""
        return self._session.client("secretsmanager", config=self._service_config)

    @cached_property
    def kms(self) -> "KMSClient":
        """Key Management Service."""
        return self._session.client("kms", config=self._service_config)
