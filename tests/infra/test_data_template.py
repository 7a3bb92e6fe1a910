"""What the template of everything that keeps data promises."""

import json
import re
from fnmatch import fnmatch
from pathlib import Path

import pytest

from dailies.domain.ids import JobId, Owner, TaskId, UploadId, VideoId
from dailies.storage import keys as keys_of
from infra.constructs.bucket import WRITTEN_ONCE
from tests.infra.reading import Template, keys, only, resources


def test_given_the_table_when_synthesised_then_its_keys_are_pk_and_sk(data_template: Template) -> None:
    table = only(data_template, "AWS::DynamoDB::Table")
    assert keys(table["KeySchema"]) == {"HASH": "pk", "RANGE": "sk"}
    assert {entry["AttributeType"] for entry in table["AttributeDefinitions"]} == {"S"}


@pytest.mark.parametrize(("index", "prefix"), [("by_owner", "owner"), ("active", "active")])
def test_given_the_table_when_synthesised_then_each_index_has_its_keys_and_all_attributes(
    data_template: Template, index: str, prefix: str
) -> None:
    found = {
        each["IndexName"]: each
        for each in only(data_template, "AWS::DynamoDB::Table")["GlobalSecondaryIndexes"]
    }
    assert keys(found[index]["KeySchema"]) == {"HASH": f"{prefix}_pk", "RANGE": f"{prefix}_sk"}
    assert found[index]["Projection"] == {"ProjectionType": "ALL"}


def test_given_the_table_when_synthesised_then_it_expires_rows_restores_and_is_paid_by_request(
    data_template: Template,
) -> None:
    table = only(data_template, "AWS::DynamoDB::Table")
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert table["BillingMode"] == "PAY_PER_REQUEST"


@pytest.mark.parametrize("kind", ["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key"])
def test_given_what_holds_data_when_the_stack_goes_then_it_stays(data_template: Template, kind: str) -> None:
    (found,) = (each for each in data_template["Resources"].values() if each["Type"] == kind)
    assert found["DeletionPolicy"] == "Retain"


def test_given_every_bucket_when_synthesised_then_all_public_access_is_blocked(
    data_template: Template,
) -> None:
    for bucket in resources(data_template, "AWS::S3::Bucket").values():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert "AccessControl" not in bucket


def test_given_the_bucket_when_synthesised_then_plain_http_is_denied(data_template: Template) -> None:
    policy = only(data_template, "AWS::S3::BucketPolicy")["PolicyDocument"]["Statement"]
    assert {"Bool": {"aws:SecureTransport": "false"}} in [each.get("Condition") for each in policy]


def test_given_the_bucket_when_synthesised_then_it_announces_objects_without_a_custom_resource(
    data_template: Template,
) -> None:
    bucket = only(data_template, "AWS::S3::Bucket")
    assert bucket["NotificationConfiguration"] == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
    assert not [each for each in data_template["Resources"].values() if each["Type"].startswith("Custom::")]


def test_given_the_bucket_when_synthesised_then_browsers_see_etags_and_dead_uploads_end(
    data_template: Template,
) -> None:
    bucket = only(data_template, "AWS::S3::Bucket")
    (cors,) = bucket["CorsConfiguration"]["CorsRules"]
    rules = bucket["LifecycleConfiguration"]["Rules"]
    assert cors["ExposedHeaders"] == ["ETag"]
    assert {"DaysAfterInitiation": 1} in [rule.get("AbortIncompleteMultipartUpload") for rule in rules]


def test_given_the_session_key_when_synthesised_then_it_is_renewed(data_template: Template) -> None:
    assert only(data_template, "AWS::KMS::Key")["EnableKeyRotation"] is True


def test_given_the_table_when_synthesised_then_it_cannot_be_deleted_and_tells_its_changes(
    data_template: Template,
) -> None:
    table = only(data_template, "AWS::DynamoDB::Table")
    assert table["DeletionProtectionEnabled"] is True
    assert table["StreamSpecification"] == {"StreamViewType": "NEW_AND_OLD_IMAGES"}


def test_given_the_bucket_when_an_output_is_written_then_never_over_another(data_template: Template) -> None:
    denied = denials(data_template)["WriteOutputsOnce"]
    assert denied["Condition"] == {
        "Null": {"s3:if-none-match": "true"},
        "Bool": {"s3:ObjectCreationOperation": "true"},
    }
    patterns = [resource["Fn::Join"][1][-1] for resource in denied["Resource"]]
    assert set(patterns) == {f"/{pattern}" for pattern in WRITTEN_ONCE}


def test_given_a_program_that_writes_outputs_when_its_keys_are_made_then_the_policy_knows_them() -> None:
    owner, job = Owner("ann"), JobId("01j9")
    made = [
        keys_of.image(owner, job, UploadId("u1"), 1, sha256="a" * 64, extension="png"),
        keys_of.video(owner, VideoId("01j9-1-v1"), "b" * 64),
        keys_of.rendition(owner, VideoId("01j9-1-v1"), 1, "high"),
        keys_of.delivery(owner, TaskId("01j9-deliver-1"), 1),
    ]
    assert all(any(fnmatch(key, pattern) for pattern in WRITTEN_ONCE) for key in made)
    assert not fnmatch(keys_of.thumbnail(owner, VideoId("01j9-1-v1")), WRITTEN_ONCE[1])


def test_given_the_bucket_when_a_version_is_to_go_then_its_age_alone_decides(data_template: Template) -> None:
    bucket = only(data_template, "AWS::S3::Bucket")
    days = {
        rule["Prefix"]: rule["NoncurrentVersionExpiration"]["NoncurrentDays"]
        for rule in bucket["LifecycleConfiguration"]["Rules"]
        if "NoncurrentVersionExpiration" in rule
    }
    assert bucket["VersioningConfiguration"] == {"Status": "Enabled"}
    assert denials(data_template)["OnlyTheLifecycleForgets"]["Action"] == "s3:DeleteObjectVersion"
    assert (days["uploads/"], days["videos/"], days["sessions/"]) == (30, 1, 1)


def test_given_the_two_stacks_when_joined_then_the_service_imports_what_is_exported_on_purpose(
    template: Template, data_template: Template
) -> None:
    exported = {
        output["Export"]["Name"] for output in data_template["Outputs"].values() if "Export" in output
    }
    imported = set(re.findall(r'"Fn::ImportValue": "([^"]+)"', json.dumps(template)))
    assert imported <= exported
    assert len(exported) == 10


def test_given_the_stack_of_data_when_synthesised_then_it_is_protected(assembly: Path) -> None:
    manifest = json.loads((assembly / "manifest.json").read_text())["artifacts"]
    protected = {
        name: artifact["properties"].get("terminationProtection", False)
        for name, artifact in manifest.items()
        if artifact["type"] == "aws:cloudformation:stack"
    }
    assert protected == {"dailies-data": True, "dailies": False}


def denials(template: Template) -> dict[str, Template]:
    """Give what the bucket's policy forbids, by name."""
    statements = only(template, "AWS::S3::BucketPolicy")["PolicyDocument"]["Statement"]
    return {each["Sid"]: each for each in statements if each["Effect"] == "Deny" and "Sid" in each}
