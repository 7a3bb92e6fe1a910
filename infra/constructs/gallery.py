"""The gallery and the API under one address."""

from collections.abc import Mapping
from pathlib import Path

from aws_cdk import Duration, RemovalPolicy, Size, Stack
from aws_cdk import aws_apigatewayv2 as gateway
from aws_cdk import aws_cloudfront as cloudfront
from aws_cdk import aws_cloudfront_origins as origins
from aws_cdk import aws_s3 as s3
from aws_cdk import aws_s3_deployment as deployment
from constructs import Construct

from infra.constructs.answer_headers import make_headers_policy
from infra.constructs.log_group import make_log_group
from infra.constructs.private_bucket import make_private_bucket
from infra.web import content_security_policy

SETTINGS = "gallery/settings.json"
API_PATHS = ("/api/*", "/health")


class Gallery(Construct):
    """CloudFront before a private bucket of files and before the API."""

    def __init__(
        self,
        scope: Construct,
        construct_id: str,
        *,
        files: Path,
        api: gateway.HttpApi,
        elsewhere: str,
    ) -> None:
        """Take the laid-out files, and the origins besides its own that the page speaks to."""
        super().__init__(scope, construct_id)
        self._files = files
        self._bucket = make_private_bucket(self, "Files", removal_policy=RemovalPolicy.DESTROY)
        self.distribution = self._distribute(api, elsewhere)
        self.address = f"https://{self.distribution.domain_name}"

    def publish(self, settings: Mapping[str, str]) -> None:
        """Put the files in place, with what the page must know of the place where it runs."""
        deployment.BucketDeployment(
            self,
            "Publishing",
            sources=[
                deployment.Source.asset(str(self._files)),
                deployment.Source.json_data(SETTINGS, dict(settings)),
            ],
            destination_bucket=self._bucket,
            # File names carry no versions, so everybody asks whether theirs still holds.
            cache_control=[deployment.CacheControl.no_cache()],
            # It empties the bucket when the stack goes, or the bucket could not go.
            retain_on_delete=False,
            memory_limit=512,
            ephemeral_storage_size=Size.mebibytes(512),
            log_group=make_log_group(self, "PublishingLogs"),
        )

    def _distribute(self, api: gateway.HttpApi, elsewhere: str) -> cloudfront.Distribution:
        https = cloudfront.ViewerProtocolPolicy.REDIRECT_TO_HTTPS
        to_api = cloudfront.BehaviorOptions(
            origin=origins.HttpOrigin(_host(api), origin_ssl_protocols=[cloudfront.OriginSslPolicy.TLS_V1_2]),
            allowed_methods=cloudfront.AllowedMethods.ALLOW_ALL,
            cache_policy=cloudfront.CachePolicy.CACHING_DISABLED,
            # API Gateway knows itself by its own name alone.
            origin_request_policy=cloudfront.OriginRequestPolicy.ALL_VIEWER_EXCEPT_HOST_HEADER,
            response_headers_policy=make_headers_policy(self, "ApiHeaders"),
            viewer_protocol_policy=cloudfront.ViewerProtocolPolicy.HTTPS_ONLY,
        )
        return cloudfront.Distribution(
            self,
            "Distribution",
            comment="Dailies: the gallery and the API",
            default_behavior=cloudfront.BehaviorOptions(
                origin=origins.S3BucketOrigin.with_origin_access_control(self._bucket),
                cache_policy=cloudfront.CachePolicy.CACHING_OPTIMIZED,
                response_headers_policy=make_headers_policy(
                    self, "PageHeaders", content_policy=content_security_policy(elsewhere)
                ),
                viewer_protocol_policy=https,
                compress=True,
            ),
            additional_behaviors=dict.fromkeys(API_PATHS, to_api),
            default_root_object="index.html",
            http_version=cloudfront.HttpVersion.HTTP2_AND_3,
            price_class=cloudfront.PriceClass.PRICE_CLASS_100,
            minimum_protocol_version=cloudfront.SecurityPolicyProtocol.TLS_V1_2_2021,
            enable_logging=True,
            log_bucket=self._log_bucket(),
        )

    def _log_bucket(self) -> s3.Bucket:
        return make_private_bucket(
            self,
            "Logs",
            # CloudFront hands its logs over by access control list.
            ownership=s3.ObjectOwnership.OBJECT_WRITER,
            lifecycle_rules=[s3.LifecycleRule(id="expire", expiration=Duration.days(30))],
            removal_policy=RemovalPolicy.RETAIN,
        )


def _host(api: gateway.HttpApi) -> str:
    stack = Stack.of(api)
    return f"{api.api_id}.execute-api.{stack.region}.{stack.url_suffix}"
