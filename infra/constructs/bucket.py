"""The bucket that holds what users send and what they get."""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_s3 as s3
from constructs import Construct

from dailies.domain.retention import DELIVERY_DAYS

_METHODS = [s3.HttpMethods.GET, s3.HttpMethods.HEAD, s3.HttpMethods.PUT, s3.HttpMethods.POST]


class MediaBucket(Construct):
    """A private bucket, TLS only, that announces every new object and outlives the stack."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.bucket = s3.Bucket(
            self,
            "Bucket",
            block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
            object_ownership=s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
            encryption=s3.BucketEncryption.S3_MANAGED,
            enforce_ssl=True,
            removal_policy=RemovalPolicy.RETAIN,
            lifecycle_rules=_lifecycle(),
            # Reading a bucket takes a signed link; the origin adds nothing that the signature lacks.
            cors=[
                s3.CorsRule(
                    allowed_methods=_METHODS,
                    allowed_origins=["*"],
                    allowed_headers=["*"],
                    exposed_headers=["ETag"],
                    max_age=600,
                )
            ],
        )
        # `event_bridge_enabled=True` would bring a custom resource with a Lambda of its own.
        resource = self.bucket.node.default_child
        if not isinstance(resource, s3.CfnBucket):
            raise TypeError("the bucket construct has no CfnBucket")
        resource.add_property_override(
            "NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled", value=True
        )


def _lifecycle() -> list[s3.LifecycleRule]:
    return [
        s3.LifecycleRule(id="abort-uploads", abort_incomplete_multipart_upload_after=Duration.days(1)),
        s3.LifecycleRule(id="expire-evidence", prefix="evidence/", expiration=Duration.days(30)),
        s3.LifecycleRule(id="expire-checks", prefix="checks/", expiration=Duration.days(30)),
        s3.LifecycleRule(
            id="expire-deliveries", prefix="deliveries/", expiration=Duration.days(DELIVERY_DAYS)
        ),
    ]
