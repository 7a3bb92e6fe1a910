"""The bucket that holds what users send and what they get."""

from aws_cdk import Duration, RemovalPolicy
from aws_cdk import aws_iam as iam
from aws_cdk import aws_s3 as s3
from constructs import Construct

from dailies.domain.retention import DELIVERY_DAYS
from infra.constructs.private_bucket import make_private_bucket

WRITTEN_ONCE = ("images/*", "videos/*.mp4", "deliveries/*")
"""What was checked before it was published; a poster beside a take may be drawn anew."""
_SOURCE_DAYS = 30
"""How long a source that was deleted or sent again can still be brought back."""
_METHODS = [s3.HttpMethods.GET, s3.HttpMethods.HEAD, s3.HttpMethods.PUT, s3.HttpMethods.POST]


class MediaBucket(Construct):
    """A private bucket, TLS only, that announces every new object, replaces none, and outlives the stack."""

    def __init__(self, scope: Construct, construct_id: str) -> None:
        super().__init__(scope, construct_id)
        self.bucket = make_private_bucket(
            self,
            "Bucket",
            versioned=True,
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
        for statement in (self._write_once(), self._keep_versions()):
            self.bucket.add_to_resource_policy(statement)
        # `event_bridge_enabled=True` would bring a custom resource with a Lambda of its own.
        resource = self.bucket.node.default_child
        if not isinstance(resource, s3.CfnBucket):
            raise TypeError("the bucket construct has no CfnBucket")
        resource.add_property_override(
            "NotificationConfiguration.EventBridgeConfiguration.EventBridgeEnabled", value=True
        )

    def _write_once(self) -> iam.PolicyStatement:
        return iam.PolicyStatement(
            sid="WriteOutputsOnce",
            effect=iam.Effect.DENY,
            principals=[iam.AnyPrincipal()],
            actions=["s3:PutObject"],
            resources=[self.bucket.arn_for_objects(pattern) for pattern in WRITTEN_ONCE],
            conditions={
                "Null": {"s3:if-none-match": "true"},
                # Beginning an upload in parts and sending a part take no condition; completing it does.
                "Bool": {"s3:ObjectCreationOperation": "true"},
            },
        )

    def _keep_versions(self) -> iam.PolicyStatement:
        return iam.PolicyStatement(
            sid="OnlyTheLifecycleForgets",
            effect=iam.Effect.DENY,
            principals=[iam.AnyPrincipal()],
            actions=["s3:DeleteObjectVersion"],
            resources=[self.bucket.arn_for_objects("*")],
        )


def _lifecycle() -> list[s3.LifecycleRule]:
    expiring = {"evidence": 30, "checks": 30, "deliveries": DELIVERY_DAYS}
    # Versions are for what users sent; of everything else a deleted one goes the next day.
    older = {
        **dict.fromkeys(("uploads", "inbox"), _SOURCE_DAYS),
        **dict.fromkeys(("images", "prompts", "videos", "deliveries", "evidence", "checks", "sessions"), 1),
    }
    return [
        s3.LifecycleRule(
            id="abort-uploads",
            abort_incomplete_multipart_upload_after=Duration.days(1),
            expired_object_delete_marker=True,
        ),
        *(
            s3.LifecycleRule(id=f"expire-{name}", prefix=f"{name}/", expiration=Duration.days(days))
            for name, days in expiring.items()
        ),
        *(
            s3.LifecycleRule(
                id=f"forget-{name}", prefix=f"{name}/", noncurrent_version_expiration=Duration.days(days)
            )
            for name, days in older.items()
        ),
    ]
