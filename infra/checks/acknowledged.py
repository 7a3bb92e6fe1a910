"""Findings of cdk-nag's AwsSolutions that stay as they are, each with its reason; whatever is not here fails."""

from dataclasses import dataclass

DATA = "{data}"
SERVICE = "{service}"
_PUBLISHING = f"{SERVICE}/Custom::CDKBucketDeployment8693BB64968944B69AAFB0CC9EB8756C512MiB512MiB"
_ARN = "arn:<AWS::Partition>:{0}:<AWS::Region>:<AWS::AccountId>:{1}"


@dataclass(frozen=True)
class Acknowledged:
    """One finding of one construct and of what is below it."""

    where: str
    """The construct's path; `{data}` and `{service}` stand for the stacks."""
    rule: str
    """The finding's whole name; `{table}` and `{bucket}` stand for the exports of those ARNs."""
    reason: str


def _wildcard(where: str, resource: str, reason: str) -> Acknowledged:
    return Acknowledged(where, f"AwsSolutions-IAM5[Resource::{resource}]", reason)


_RUNTIME = "Byte code and locked packages are built for 3.13; a newer one comes with a new lock"
_INDEXES = "A query names an index, and every index of the table holds the same rows"
_PREFIXES = (
    "An object's name holds its owner and job, which are not known at deployment; the prefix is the limit"
)
_DEPLOYER = "The CDK's own function that copies the gallery's files; it runs at deployments alone"
_PREFIX_NAMES = (
    *("uploads", "inbox", "images", "prompts", "videos"),
    *("deliveries", "evidence", "checks", "sessions"),
)
_DEPLOYER_ACTIONS = ("GetBucket*", "GetObject*", "List*", "Abort*", "DeleteObject*")

ACKNOWLEDGED: tuple[Acknowledged, ...] = (
    Acknowledged(
        f"{DATA}/Storage",
        "AwsSolutions-S1",
        "An access log would write down presigned queries, which open objects",
    ),
    Acknowledged(
        f"{SERVICE}/Gallery", "AwsSolutions-S1", "Public files behind CloudFront, which logs; and those logs"
    ),
    Acknowledged(
        f"{DATA}/Secrets",
        "AwsSolutions-SMG4",
        "Other companies' keys cannot be renewed from here; renewing the signing key would end every open list",
    ),
    Acknowledged(
        f"{DATA}/People",
        "AwsSolutions-COG2",
        "A second factor is each user's choice: an operator may require it in the pool",
    ),
    Acknowledged(
        f"{DATA}/People",
        "AwsSolutions-COG8",
        "Threat protection is in the dearest plan alone, and only an administrator makes users",
    ),
    Acknowledged(f"{DATA}/People", "AwsSolutions-L1", _RUNTIME),
    Acknowledged(f"{SERVICE}/Functions", "AwsSolutions-L1", _RUNTIME),
    Acknowledged(_PUBLISHING, "AwsSolutions-L1", _DEPLOYER),
    Acknowledged(
        _PUBLISHING,
        "AwsSolutions-IAM4[Policy::arn:<AWS::Partition>:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole]",
        _DEPLOYER,
    ),
    *(
        Acknowledged(_PUBLISHING, f"AwsSolutions-IAM5[Action::s3:{action}]", _DEPLOYER)
        for action in _DEPLOYER_ACTIONS
    ),
    _wildcard(_PUBLISHING, "<GalleryFiles7EF504DA.Arn>/*", _DEPLOYER),
    _wildcard(
        _PUBLISHING,
        "arn:<AWS::Partition>:s3:::cdk-hnb659fds-assets-<AWS::AccountId>-<AWS::Region>/*",
        _DEPLOYER,
    ),
    _wildcard(SERVICE, "{table}/index/*", _INDEXES),
    *(_wildcard(SERVICE, f"{{bucket}}/{name}/*", _PREFIXES) for name in _PREFIX_NAMES),
    _wildcard(
        f"{SERVICE}/Functions",
        _ARN.format("batch", "job/*"),
        "Batch draws job ids, so no pattern tells ours from others",
    ),
    _wildcard(
        f"{SERVICE}/Functions",
        _ARN.format("batch", "consumable-resource/{service}-flow-*"),
        "One for each site account, and accounts are made at run time",
    ),
    _wildcard(
        f"{SERVICE}/Functions",
        _ARN.format("states", "execution:{service}-tasks:*"),
        "Executions are named after tasks, which are made at run time",
    ),
    *(
        _wildcard(
            f"{SERVICE}/{kind}Containers/Container",
            "*",
            "A token for the image registry is asked of no resource",
        )
        for kind in ("Automation", "Media")
    ),
    _wildcard(f"{SERVICE}/Tasks", "*", "Handing over logs and traces is asked of no resource"),
    Acknowledged(f"{SERVICE}/Http", "AwsSolutions-APIG4", "GET /health tells nothing but that it is up"),
    Acknowledged(
        f"{SERVICE}/Gallery", "AwsSolutions-CFR1", "Crews work everywhere; what matters is behind a token"
    ),
    Acknowledged(
        f"{SERVICE}/Gallery",
        "AwsSolutions-CFR2",
        "A web firewall costs more in an idle month than all the rest",
    ),
    Acknowledged(
        f"{SERVICE}/Gallery",
        "AwsSolutions-CFR4",
        "CloudFront's own name comes with its own TLS policy; an own domain brings the strict one",
    ),
)
