"""AWS clients that speak to the emulator and to nothing else."""

from functools import cached_property
from typing import TYPE_CHECKING, Any

from infra.local.emulator import ACCESS_KEY, REGION

if TYPE_CHECKING:
    import boto3
    from mypy_boto3_apigatewayv2 import ApiGatewayV2Client
    from mypy_boto3_batch import BatchClient
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_kms import KMSClient
    from mypy_boto3_lambda import LambdaClient
    from mypy_boto3_s3 import S3Client
    from mypy_boto3_secretsmanager import SecretsManagerClient
    from mypy_boto3_ssm import SSMClient
    from mypy_boto3_stepfunctions import SFNClient


class Clients:
    """One client for each service, with the stage's own credentials whatever the user's own are."""

    def __init__(self, *, emulator_url: str, batch_url: str, secret_key: str) -> None:
        self.emulator_url = emulator_url
        self._batch_url = batch_url
        self._secret_key = secret_key

    @cached_property
    def _session(self) -> "boto3.session.Session":
        import boto3  # noqa: PLC0415 - heavy

        return boto3.session.Session(
            aws_access_key_id=ACCESS_KEY,
            aws_secret_access_key=self._secret_key,
            region_name=REGION,
        )

    def _client(self, service: Any, url: str) -> Any:
        from botocore.config import Config  # noqa: PLC0415 - heavy

        config = Config(
            connect_timeout=5,
            read_timeout=70,
            retries={"mode": "standard", "total_max_attempts": 3},
            s3={"addressing_style": "path"},
            # A proxy that the user's environment names must not see the stage's calls.
            proxies={},
        )
        return self._session.client(service, endpoint_url=url, config=config)

    @cached_property
    def ssm(self) -> "SSMClient":
        """Systems Manager's parameters."""
        return self._client("ssm", self.emulator_url)  # type: ignore[no-any-return]

    @cached_property
    def s3(self) -> "S3Client":
        """Objects."""
        return self._client("s3", self.emulator_url)  # type: ignore[no-any-return]

    @cached_property
    def cloudformation(self) -> "CloudFormationClient":
        """Stacks."""
        return self._client("cloudformation", self.emulator_url)  # type: ignore[no-any-return]

    @cached_property
    def functions(self) -> "LambdaClient":
        """Lambda."""
        return self._client("lambda", self.emulator_url)  # type: ignore[no-any-return]

    @cached_property
    def logs(self) -> Any:
        """What functions wrote."""
        return self._client("logs", self.emulator_url)

    @cached_property
    def states(self) -> "SFNClient":
        """Step Functions."""
        return self._client("stepfunctions", self.emulator_url)  # type: ignore[no-any-return]

    @cached_property
    def secrets(self) -> "SecretsManagerClient":
        """Secrets Manager."""
        return self._client("secretsmanager", self.emulator_url)  # type: ignore[no-any-return]

    @cached_property
    def keys(self) -> "KMSClient":
        """Key Management Service."""
        return self._client("kms", self.emulator_url)  # type: ignore[no-any-return]

    @cached_property
    def gateway(self) -> "ApiGatewayV2Client":
        """HTTP APIs."""
        return self._client("apigatewayv2", self.emulator_url)  # type: ignore[no-any-return]

    @cached_property
    def people(self) -> Any:
        """The user pool."""
        return self._client("cognito-idp", self.emulator_url)

    @cached_property
    def batch(self) -> "BatchClient":
        """Our own Batch endpoint."""
        return self._client("batch", self._batch_url)  # type: ignore[no-any-return]
