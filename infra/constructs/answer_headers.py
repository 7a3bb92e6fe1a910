"""What browsers are told with every answer of CloudFront: keep to HTTPS, guess no types, be in no frame."""

from aws_cdk import Duration
from aws_cdk import aws_cloudfront as cloudfront
from constructs import Construct

from infra.web import PAGE_HEADERS

_HSTS_DAYS = 730


def make_headers_policy(
    scope: Construct, construct_id: str, *, content_policy: str | None = None
) -> cloudfront.ResponseHeadersPolicy:
    """Make the headers that every answer has, and for pages the content policy besides."""
    behaviour = cloudfront.ResponseSecurityHeadersBehavior(
        content_security_policy=None
        if content_policy is None
        else cloudfront.ResponseHeadersContentSecurityPolicy(
            content_security_policy=content_policy, override=True
        ),
        content_type_options=cloudfront.ResponseHeadersContentTypeOptions(override=True),
        frame_options=cloudfront.ResponseHeadersFrameOptions(
            frame_option=cloudfront.HeadersFrameOption.DENY, override=True
        ),
        referrer_policy=cloudfront.ResponseHeadersReferrerPolicy(
            referrer_policy=cloudfront.HeadersReferrerPolicy.NO_REFERRER, override=True
        ),
        strict_transport_security=cloudfront.ResponseHeadersStrictTransportSecurity(
            access_control_max_age=Duration.days(_HSTS_DAYS), include_subdomains=True, override=True
        ),
    )
    custom = [
        cloudfront.ResponseCustomHeader(header=name, value=value, override=True)
        for name, value in PAGE_HEADERS.items()
    ]
    return cloudfront.ResponseHeadersPolicy(
        scope,
        construct_id,
        security_headers_behavior=behaviour,
        custom_headers_behavior=cloudfront.ResponseCustomHeadersBehavior(custom_headers=custom),
    )
