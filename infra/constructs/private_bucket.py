"""Buckets that nobody reaches but by a right of their own."""

from typing import Any

from aws_cdk import aws_s3 as s3
from constructs import Construct


def make_private_bucket(
    scope: Construct,
    construct_id: str,
    *,
    ownership: s3.ObjectOwnership = s3.ObjectOwnership.BUCKET_OWNER_ENFORCED,
    **options: Any,
) -> s3.Bucket:
    """Make an encrypted bucket that is closed to the public and speaks TLS only."""
    return s3.Bucket(
        scope,
        construct_id,
        block_public_access=s3.BlockPublicAccess.BLOCK_ALL,
        object_ownership=ownership,
        encryption=s3.BucketEncryption.S3_MANAGED,
        enforce_ssl=True,
        **options,
    )
