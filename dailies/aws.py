"""The one place that makes AWS clients: lazily, once each, with one configuration."""

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
    from mypy_boto3_stepfunctions import SFNClient

CONNECT_SECONDS = 5
READ_SECONDS = 60
ATTEMPTS = 5


class Aws:
    """Clients for this process; importing boto3 waits until the first one is used (0.2 s of CPU)."""

    def __init__(self, *, s3_endpoint: str | None = None, public_s3_endpoint: str | None = None) -> None:
        """Take the S3-compatible endpoints, where they are not AWS's own."""
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
        return self._session.client("s3", config=self._config, endpoint_url=self._s3_endpoint)

    @cached_property
    def public_s3(self) -> "S3Client":
        """The object store as a user's browser reaches it: only for signing links."""
        endpoint = self._public_s3_endpoint or self._s3_endpoint
        return self._session.client("s3", config=self._config, endpoint_url=endpoint)

    @cached_property
    def states(self) -> "SFNClient":
        """Step Functions."""
        return self._session.client("stepfunctions", config=self._service_config)

    @cached_property
    def batch(self) -> "BatchClient":
        """AWS Batch."""
        return self._session.client("batch", config=self._service_config)

    @cached_property
    def secrets(self) -> "SecretsManagerClient":
        """Secrets Manager."""
        return self._session.client("secretsmanager", config=self._service_config)

    @cached_property
    def kms(self) -> "KMSClient":
        """Key Management Service."""
        return self._session.client("kms", config=self._service_config)
