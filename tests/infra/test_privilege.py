"""What calls need, what policies grant, how the two compare, and that every kind of call is heard."""

import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dailies.domain.errors import InvalidInput
from infra.local.privilege.calls import Call, read_calls, recording
from infra.local.privilege.grants import Comparison, Grant, compare, read_grants
from infra.local.privilege.needs import Need, Place, needs
from tests.infra.reading import Template, resources

PLACE = Place("eu-west-1", "123456789012", machine="arn:machine", session_key="arn:key")
TABLE = "arn:aws:dynamodb:eu-west-1:123456789012:table/jobs"
JOBS = "arn:aws:batch:eu-west-1:123456789012"
PROGRAM_ROLE = re.compile(r"(Functions[A-Z][a-z]+|(Automation|Media)Containers)Role[0-9A-F]{8}")


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


@pytest.mark.parametrize(
    ("grant", "need", "covered"),
    [
        (Grant("s3:GetObject", "arn:b/a/*"), Need("s3:GetObject", "arn:b/a/c/d"), True),
        (Grant("s3:GetObject", "arn:b/a/*"), Need("s3:GetObject", "arn:b/ab"), False),
        (Grant("s3:Get*", "*"), Need("s3:GetObject", "arn:b"), True),
        (Grant("S3:getobject", "*"), Need("s3:GetObject", "arn:b"), True),
        (Grant("s3:GetObject", "arn:B"), Need("s3:GetObject", "arn:b"), False),
        (Grant("s3:GetObject", "arn:b?"), Need("s3:GetObject", "arn:b1"), True),
        (Grant("s3:GetObject", "arn.b"), Need("s3:GetObject", "arn:b"), False),
        (Grant("s3:PutObject", "*"), Need("s3:GetObject", "arn:b"), False),
    ],
)
def test_given_a_grant_when_asked_then_wildcards_hold_as_iam_reads_them(
    grant: Grant, need: Need, covered: bool
) -> None:
    assert grant.covers(need) is covered


def test_given_a_policy_when_read_then_every_pair_of_action_and_resource_is_a_grant() -> None:
    one = {"Effect": "Allow", "Action": "a:X", "Resource": "r"}
    many = {"Effect": "Allow", "Action": ["b:Y", "b:Z"], "Resource": ["s", "t"], "Condition": {}}
    found = set(read_grants({"Statement": [one, many]}))
    assert found == {Grant("a:X", "r"), *(Grant(f"b:{verb}", each) for verb in "YZ" for each in "st")}


@pytest.mark.parametrize(
    "statement",
    [
        {"Effect": "Deny", "Action": "a:X", "Resource": "r"},
        {"Effect": "Allow", "NotAction": "a:X", "Resource": "r"},
        {"Effect": "Allow", "Action": "a:X", "NotResource": "r"},
    ],
)
def test_given_a_statement_of_another_kind_when_read_then_it_is_not_judged(statement: dict[str, str]) -> None:
    with pytest.raises(InvalidInput):
        list(read_grants({"Statement": statement}))


def test_given_needs_and_grants_when_compared_then_both_what_lacks_and_what_idles_are_told() -> None:
    used, idle = Grant("a:X", "r/*"), Grant("a:X", "s/*")
    done, undone = Need("a:X", "r/1"), Need("a:Y", "r/1")
    assert compare([done, undone], [used, idle]) == Comparison(frozenset({undone}), frozenset({idle}))


SERVICE_ROLES = {
    "TasksRole": "Step Functions takes it to call its four steps; what it says is its definition's own test",
    "AutomationContainersContainerExecutionRole": "the container agent takes it to fetch image and write log",
    "MediaContainersContainerExecutionRole": "the container agent takes it to fetch image and write log",
    "NetworkVpcFlowIAMRole": "the network takes it to write its log",
    "CustomCDKBucketDeployment": "the CDK's own, at deployment: it copies the gallery's files",
}
"""Roles that no program of ours works under, so that the stage's run says nothing of them."""


def test_given_every_role_when_synthesised_then_a_program_works_under_it_or_a_service_is_named(
    template: Template,
) -> None:
    roles = resources(template, "AWS::IAM::Role")
    others = {name for name in roles if not PROGRAM_ROLE.fullmatch(name)}
    assert len(roles) - len(others) == 11
    assert {next((each for each in SERVICE_ROLES if name.startswith(each)), name) for name in others} == set(
        SERVICE_ROLES
    )


def test_given_every_role_of_a_program_when_synthesised_then_all_it_may_do_is_in_policies_that_are_judged(
    template: Template,
) -> None:
    roles = {
        name: each
        for name, each in resources(template, "AWS::IAM::Role").items()
        if PROGRAM_ROLE.fullmatch(name)
    }
    assert [name for name, each in roles.items() if each.keys() & {"Policies", "ManagedPolicyArns"}] == []


PROGRAM = """
import boto3, botocore.exceptions, botocore.config
quick = botocore.config.Config(retries={"total_max_attempts": 1})
def make(name):
    return boto3.client(name, region_name="us-east-1", endpoint_url="http://127.0.0.1:9", config=quick,
                        aws_access_key_id="k", aws_secret_access_key="s")
s3, table, states = make("s3"), make("dynamodb"), make("stepfunctions")
s3.generate_presigned_url("get_object", Params={"Bucket": "media", "Key": "a"})
s3.generate_presigned_post("media", "b")
def call(act, **params):
    try:
        act(**params)
    except botocore.exceptions.EndpointConnectionError:
        pass
for _ in range(2):
    call(s3.delete_objects, Bucket="media", Delete={"Objects": [{"Key": "c"}]})
put = {"Put": {"TableName": "jobs", "Item": {"pk": {"S": "private"}}}}
call(table.transact_write_items, TransactItems=[put, put])
call(states.send_task_success, taskToken="private", output="private")
"""


def test_given_a_program_that_knows_nothing_of_it_when_run_with_the_recorder_then_every_call_is_written_once(
    tmp_path: Path,
) -> None:
    environment = {**recording(tmp_path), "AWS_BATCH_JQ_NAME": "media", "AWS_EC2_METADATA_DISABLED": "true"}
    subprocess.run([sys.executable, "-c", PROGRAM], env=environment, check=True, timeout=60)
    heard = [(call.principal, call.operation, call.signed, call.names) for call in read_calls(tmp_path)]
    assert heard == [
        ("media", "GetObject", True, {"Bucket": "media", "Key": "a"}),
        ("media", "PostObject", True, {"Bucket": "media", "Key": "b"}),
        ("media", "DeleteObjects", False, {"Bucket": "media", "Keys": ["c"]}),
        ("media", "TransactWriteItems", False, {"Writes": [["Put", "jobs"]]}),
        ("media", "SendTaskSuccess", False, {}),
    ]
    assert not any("private" in file.read_text() for file in tmp_path.iterdir())


def test_given_a_program_that_is_neither_function_nor_container_when_run_then_nothing_is_written(
    tmp_path: Path,
) -> None:
    source = "import sys; assert 'call_recorder' not in sys.modules; assert 'sitecustomize' in sys.modules"
    subprocess.run([sys.executable, "-c", source], env=recording(tmp_path), check=True, timeout=60)
    assert list(tmp_path.iterdir()) == []
