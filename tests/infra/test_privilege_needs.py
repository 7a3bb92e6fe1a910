"""Which rights a call needs."""

from typing import Any

import pytest

from dailies.domain.errors import InvalidInput
from infra.local.privilege.calls import Call
from infra.local.privilege.needs import Place, needs

PLACE = Place("eu-west-1", "123456789012", machine="arn:machine", session_key="arn:key")
TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/jobs"
JOBS = "arn:aws:batch:eu-west-1:123456789012"


def wanted(service: str, operation: str, *, signed: bool = False, **names: Any) -> set[tuple[str, str]]:
    call = Call(principal="api", service=service, operation=operation, signed=signed, names=names)
    return {(need.action, need.resource) for need in needs(call, PLACE)}


@pytest.mark.parametrize(
    ("operation", "action"),
    [
        ("PutObject", "PutObject"),
        ("PostObject", "PutObject"),
        ("CreateMultipartUpload", "PutObject"),
        ("UploadPart", "PutObject"),
        ("CompleteMultipartUpload", "PutObject"),
        ("AbortMultipartUpload", "AbortMultipartUpload"),
        ("ListParts", "ListMultipartUploadParts"),
        ("DeleteObject", "DeleteObject"),
    ],
)
def test_given_a_call_about_an_object_when_judged_then_it_needs_the_action_that_iam_has_for_it(
    operation: str, action: str
) -> None:
    found = wanted("s3", operation, Bucket="media", Key="videos/a.mp4")
    assert found == {(f"s3:{action}", "arn:aws:s3:::media/videos/a.mp4")}


@pytest.mark.parametrize("operation", ["GetObject", "HeadObject"])
def test_given_a_read_when_judged_then_it_needs_the_listing_that_makes_a_missing_object_a_404(
    operation: str,
) -> None:
    found = wanted("s3", operation, Bucket="media", Key="a")
    assert found == {("s3:GetObject", "arn:aws:s3:::media/a"), ("s3:ListBucket", "arn:aws:s3:::media")}


def test_given_a_signed_link_when_judged_then_its_signer_needs_no_more_than_the_object() -> None:
    found = wanted("s3", "GetObject", signed=True, Bucket="media", Key="a")
    assert found == {("s3:GetObject", "arn:aws:s3:::media/a")}


def test_given_many_deletions_in_one_call_when_judged_then_each_object_counts() -> None:
    found = wanted("s3", "DeleteObjects", Bucket="media", Keys=["a", "b/c"])
    assert found == {("s3:DeleteObject", f"arn:aws:s3:::media/{key}") for key in ("a", "b/c")}


@pytest.mark.parametrize(
    ("operation", "action"),
    [("ListObjectsV2", "ListBucket"), ("ListMultipartUploads", "ListBucketMultipartUploads")],
)
def test_given_a_listing_when_judged_then_it_is_about_the_bucket(operation: str, action: str) -> None:
    assert wanted("s3", operation, Bucket="media") == {(f"s3:{action}", "arn:aws:s3:::media")}


def test_given_a_transaction_when_judged_then_it_needs_the_actions_of_its_parts() -> None:
    kinds = ("Put", "Update", "Delete", "ConditionCheck")
    found = wanted("dynamodb", "TransactWriteItems", Writes=[(kind, "jobs") for kind in kinds])
    actions = ("PutItem", "UpdateItem", "DeleteItem", "ConditionCheckItem")
    assert found == {(f"dynamodb:{action}", TABLE) for action in actions}


def test_given_a_query_of_an_index_when_judged_then_the_table_is_not_meant() -> None:
    found = wanted("dynamodb", "Query", TableName="jobs", IndexName="active")
    assert found == {("dynamodb:Query", f"{TABLE}/index/active")}


@pytest.mark.parametrize(
    ("service", "operation", "names", "resource"),
    [
        ("dynamodb", "GetItem", {"TableName": "jobs"}, TABLE),
        ("dynamodb", "BatchWriteItem", {"Tables": ["jobs"]}, TABLE),
        ("states", "StartExecution", {"stateMachineArn": "arn:machine"}, "arn:machine"),
        ("states", "StopExecution", {"executionArn": "arn:execution"}, "arn:execution"),
        ("states", "SendTaskSuccess", {}, "arn:machine"),
        ("batch", "TerminateJob", {"jobId": "j1"}, f"{JOBS}:job/j1"),
        (
            "batch",
            "CreateConsumableResource",
            {"consumableResourceName": "b"},
            f"{JOBS}:consumable-resource/b",
        ),
        ("secretsmanager", "GetSecretValue", {"SecretId": "arn:secret"}, "arn:secret"),
        ("kms", "GenerateDataKey", {"KeyId": "arn:other"}, "arn:other"),
        ("kms", "Decrypt", {}, "arn:key"),
        ("sqs", "SendMessage", {"QueueUrl": "http://q/1/in"}, "arn:aws:sqs:eu-west-1:123456789012:in"),
    ],
)
def test_given_any_other_call_when_judged_then_its_resource_is_named(
    service: str, operation: str, names: dict[str, Any], resource: str
) -> None:
    assert wanted(service, operation, **names) == {(f"{service}:{operation}", resource)}


def test_given_a_submission_when_judged_then_both_queue_and_definition_count() -> None:
    found = wanted("batch", "SubmitJob", jobQueue="arn:queue", jobDefinition="arn:definition")
    assert found == {("batch:SubmitJob", "arn:queue"), ("batch:SubmitJob", "arn:definition")}


@pytest.mark.parametrize(("service", "operation"), [("ec2", "RunInstances"), ("s3", "GetBucketAcl")])
def test_given_an_operation_that_nobody_looked_up_when_judged_then_it_is_refused(
    service: str, operation: str
) -> None:
    with pytest.raises(InvalidInput):
        wanted(service, operation, Bucket="media")
