"""What the template promises about the address that people open."""

from typing import Any

from infra.constructs.gallery import API_PATHS
from infra.web import content_security_policy
from tests.infra.reading import Template, only, resources


def distribution(template: Template) -> Template:
    found: Template = only(template, "AWS::CloudFront::Distribution")["DistributionConfig"]
    return found


def headers(template: Template, behaviour: Template) -> Template:
    policy = resources(template, "AWS::CloudFront::ResponseHeadersPolicy")[
        behaviour["ResponseHeadersPolicyId"]["Ref"]
    ]
    found: Template = policy["ResponseHeadersPolicyConfig"]
    return found


def text(value: Any) -> str:
    """Give a joined value as one text, references left out."""
    separator, parts = value["Fn::Join"]
    return str(separator).join(part for part in parts if isinstance(part, str))


def test_given_the_distribution_when_asked_for_the_api_then_nothing_is_cached_and_all_is_handed_on(
    template: Template,
) -> None:
    behaviours = distribution(template)["CacheBehaviors"]
    assert [each["PathPattern"] for each in behaviours] == list(API_PATHS)
    for behaviour in behaviours:
        assert behaviour["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"  # CachingDisabled
        assert set(behaviour["AllowedMethods"]) >= {"GET", "POST", "PUT", "PATCH", "DELETE"}
        assert behaviour["ViewerProtocolPolicy"] == "https-only"


def test_given_the_gallerys_bucket_when_synthesised_then_cloudfront_alone_reads_it(
    template: Template,
) -> None:
    default = distribution(template)["DefaultCacheBehavior"]
    (origin,) = (
        each for each in distribution(template)["Origins"] if each["Id"] == default["TargetOriginId"]
    )
    assert "OriginAccessControlId" in origin
    (policy,) = (
        each["PolicyDocument"]["Statement"]
        for name, each in resources(template, "AWS::S3::BucketPolicy").items()
        if name.startswith("GalleryFiles")
    )
    (reading,) = (each for each in policy if each["Effect"] == "Allow")
    assert reading["Principal"] == {"Service": "cloudfront.amazonaws.com"}
    assert "AWS:SourceArn" in reading["Condition"]["StringEquals"]


def test_given_the_page_when_answered_then_it_is_under_the_policy_that_the_front_door_has(
    template: Template,
) -> None:
    security = headers(template, distribution(template)["DefaultCacheBehavior"])["SecurityHeadersConfig"]
    policy = text(security["ContentSecurityPolicy"]["ContentSecurityPolicy"])
    rules = dict(rule.split(" ", 1) for rule in content_security_policy().split("; "))
    elsewhere = {"img-src", "media-src", "connect-src"}
    assert all(f"{name} {rules[name]}" in policy for name in rules.keys() - elsewhere)


def test_given_every_answer_when_sent_then_browsers_keep_to_https_and_guess_nothing(
    template: Template,
) -> None:
    config = distribution(template)
    for behaviour in (config["DefaultCacheBehavior"], *config["CacheBehaviors"]):
        security = headers(template, behaviour)["SecurityHeadersConfig"]
        assert security["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 31536000
        assert security["ContentTypeOptions"] == {"Override": True}
        assert security["FrameOptions"]["FrameOption"] == "DENY"


def test_given_the_distribution_when_synthesised_then_it_logs_for_a_month(template: Template) -> None:
    assert "Bucket" in distribution(template)["Logging"]
    (logs,) = (
        each
        for name, each in resources(template, "AWS::S3::Bucket").items()
        if name.startswith("GalleryLogs")
    )
    assert logs["LifecycleConfiguration"]["Rules"][0]["ExpirationInDays"] == 30


def test_given_every_bucket_when_synthesised_then_all_public_access_is_blocked(template: Template) -> None:
    for bucket in resources(template, "AWS::S3::Bucket").values():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
