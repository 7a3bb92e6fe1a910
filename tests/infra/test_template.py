"""What the template that goes to AWS promises."""

import json
import re
from typing import Any

import pytest

Template = dict[str, Any]


def resources(template: Template, kind: str) -> dict[str, Template]:
    return {name: each["Properties"] for name, each in template["Resources"].items() if each["Type"] == kind}


def only(template: Template, kind: str) -> Template:
    (found,) = resources(template, kind).values()
    return found


def statements(template: Template) -> list[Template]:
    policies = resources(template, "AWS::IAM::Policy").values()
    return [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]


def function_statements(template: Template, name: str) -> str:
    policies = resources(template, "AWS::IAM::Policy")
    (found,) = (policy for key, policy in policies.items() if key.startswith(f"Functions{name}Role"))
    return json.dumps(found["PolicyDocument"])


def keys(schema: list[Template]) -> dict[str, str]:
    return {entry["KeyType"]: entry["AttributeName"] for entry in schema}


def test_given_the_table_when_synthesised_then_its_keys_are_pk_and_sk(template: Template) -> None:
    table = only(template, "AWS::DynamoDB::Table")
    assert keys(table["KeySchema"]) == {"HASH": "pk", "RANGE": "sk"}
    assert {entry["AttributeType"] for entry in table["AttributeDefinitions"]} == {"S"}


@pytest.mark.parametrize(("index", "prefix"), [("by_owner", "owner"), ("active", "active")])
def test_given_the_table_when_synthesised_then_each_index_has_its_keys_and_all_attributes(
    template: Template, index: str, prefix: str
) -> None:
    found = {
        each["IndexName"]: each for each in only(template, "AWS::DynamoDB::Table")["GlobalSecondaryIndexes"]
    }
    assert keys(found[index]["KeySchema"]) == {"HASH": f"{prefix}_pk", "RANGE": f"{prefix}_sk"}
    assert found[index]["Projection"] == {"ProjectionType": "ALL"}


def test_given_the_table_when_synthesised_then_it_expires_rows_restores_and_is_paid_by_request(
    template: Template,
) -> None:
    table = only(template, "AWS::DynamoDB::Table")
    assert table["TimeToLiveSpecification"] == {"AttributeName": "expires_at", "Enabled": True}
    assert table["PointInTimeRecoverySpecification"]["PointInTimeRecoveryEnabled"] is True
    assert table["BillingMode"] == "PAY_PER_REQUEST"


@pytest.mark.parametrize("kind", ["AWS::DynamoDB::Table", "AWS::S3::Bucket", "AWS::KMS::Key"])
def test_given_what_holds_data_when_the_stack_goes_then_it_stays(template: Template, kind: str) -> None:
    (found,) = (each for each in template["Resources"].values() if each["Type"] == kind)
    assert found["DeletionPolicy"] == "Retain"


def test_given_every_bucket_when_synthesised_then_all_public_access_is_blocked(template: Template) -> None:
    for bucket in resources(template, "AWS::S3::Bucket").values():
        assert set(bucket["PublicAccessBlockConfiguration"].values()) == {True}
        assert "AccessControl" not in bucket


def test_given_the_bucket_when_synthesised_then_plain_http_is_denied(template: Template) -> None:
    policy = only(template, "AWS::S3::BucketPolicy")["PolicyDocument"]["Statement"]
    assert {"Bool": {"aws:SecureTransport": "false"}} in [each.get("Condition") for each in policy]


def test_given_the_bucket_when_synthesised_then_it_announces_objects_without_a_custom_resource(
    template: Template,
) -> None:
    bucket = only(template, "AWS::S3::Bucket")
    assert bucket["NotificationConfiguration"] == {"EventBridgeConfiguration": {"EventBridgeEnabled": True}}
    assert not [each for each in template["Resources"].values() if each["Type"].startswith("Custom::")]


def test_given_the_bucket_when_synthesised_then_browsers_see_etags_and_dead_uploads_end(
    template: Template,
) -> None:
    bucket = only(template, "AWS::S3::Bucket")
    (cors,) = bucket["CorsConfiguration"]["CorsRules"]
    rules = bucket["LifecycleConfiguration"]["Rules"]
    assert cors["ExposedHeaders"] == ["ETag"]
    assert {"DaysAfterInitiation": 1} in [rule.get("AbortIncompleteMultipartUpload") for rule in rules]


def test_given_all_functions_when_synthesised_then_each_has_its_own_role(template: Template) -> None:
    functions = resources(template, "AWS::Lambda::Function").values()
    assert len({json.dumps(function["Role"]) for function in functions}) == len(functions) == 9


def test_given_all_functions_when_synthesised_then_they_run_on_one_bundle_and_platform(
    template: Template,
) -> None:
    functions = resources(template, "AWS::Lambda::Function").values()
    assert {(each["Runtime"], tuple(each["Architectures"])) for each in functions} == {
        ("python3.13", ("arm64",))
    }
    assert len({json.dumps(each["Code"]) for each in functions}) == 1


def test_given_every_log_group_when_synthesised_then_it_forgets(template: Template) -> None:
    assert all(
        group["RetentionInDays"] <= 30 for group in resources(template, "AWS::Logs::LogGroup").values()
    )


def test_given_all_policies_when_synthesised_then_none_allows_a_whole_service(template: Template) -> None:
    for statement in statements(template):
        actions = statement["Action"] if isinstance(statement["Action"], list) else [statement["Action"]]
        assert not [action for action in actions if action == "*" or action.endswith(":*")]


def test_given_functions_when_synthesised_then_the_star_is_no_resource_of_theirs(template: Template) -> None:
    policies = resources(template, "AWS::IAM::Policy")
    ours = [policy for name, policy in policies.items() if name.startswith("Functions")]
    stars = [
        each for policy in ours for each in policy["PolicyDocument"]["Statement"] if each["Resource"] == "*"
    ]
    assert stars == []


@pytest.mark.parametrize(
    ("function", "action"),
    [("Plan", "s3:"), ("Finish", "batch:"), ("Status", "s3:"), ("Submit", "s3:"), ("Collect", "states:")],
)
def test_given_a_function_when_synthesised_then_it_lacks_what_it_does_not_need(
    template: Template, function: str, action: str
) -> None:
    assert action not in function_statements(template, function)


def test_given_functions_when_synthesised_then_only_the_api_reads_the_signing_key(template: Template) -> None:
    readers = [
        name
        for name, policy in resources(template, "AWS::IAM::Policy").items()
        if "SecretsSigning" in json.dumps(policy["PolicyDocument"])
    ]
    assert [name.split("Role")[0] for name in readers] == ["FunctionsApi"]


@pytest.mark.parametrize(("kind", "attempts"), [("automation", 1), ("media", 3)])
def test_given_a_job_definition_when_synthesised_then_its_last_rule_ends_the_job(
    template: Template, kind: str, attempts: int
) -> None:
    (found,) = (
        each
        for each in resources(template, "AWS::Batch::JobDefinition").values()
        if each["JobDefinitionName"].endswith(kind)
    )
    strategy = found["RetryStrategy"]
    assert strategy["Attempts"] == attempts
    assert strategy["EvaluateOnExit"][-1] == {"Action": "EXIT", "OnExitCode": "*"}


def test_given_the_media_job_when_it_gives_its_work_back_then_batch_tries_again(template: Template) -> None:
    (media,) = (
        each
        for each in resources(template, "AWS::Batch::JobDefinition").values()
        if each["JobDefinitionName"].endswith("media")
    )
    assert media["RetryStrategy"]["EvaluateOnExit"][0] == {"Action": "RETRY", "OnExitCode": "75"}


def test_given_both_queues_when_synthesised_then_each_shares_fairly(template: Template) -> None:
    queues = resources(template, "AWS::Batch::JobQueue").values()
    assert len({json.dumps(queue["SchedulingPolicyArn"]) for queue in queues}) == len(queues) == 2


def test_given_the_network_when_synthesised_then_nothing_comes_in_and_no_nat_is_paid(
    template: Template,
) -> None:
    assert not resources(template, "AWS::EC2::NatGateway")
    assert not any(
        "SecurityGroupIngress" in group for group in resources(template, "AWS::EC2::SecurityGroup").values()
    )


def test_given_the_intake_when_synthesised_then_failures_return_alone_and_end_as_dead_letters(
    template: Template,
) -> None:
    source = only(template, "AWS::Lambda::EventSourceMapping")
    redriven = [
        queue for queue in resources(template, "AWS::SQS::Queue").values() if "RedrivePolicy" in queue
    ]
    assert source["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    assert source["BatchSize"] == 5
    assert [queue["RedrivePolicy"]["maxReceiveCount"] for queue in redriven] == [3]


def test_given_the_intake_rule_when_synthesised_then_only_what_users_send_wakes_it(
    template: Template,
) -> None:
    patterns = [
        rule["EventPattern"]["detail"]["object"]["key"]
        for rule in resources(template, "AWS::Events::Rule").values()
        if rule.get("EventPattern", {}).get("source") == ["aws.s3"]
    ]
    assert patterns == [[{"prefix": "uploads/"}, {"prefix": "inbox/"}]]


def test_given_a_template_for_aws_when_auth_is_chosen_then_open_is_no_choice(template: Template) -> None:
    assert template["Parameters"]["Auth"]["AllowedValues"] == ["jwt"]


def test_given_the_routes_when_tokens_are_checked_then_only_health_is_open(template: Template) -> None:
    routes = resources(template, "AWS::ApiGatewayV2::Route").values()
    unguarded = [route["RouteKey"] for route in routes if route.get("AuthorizationType", "NONE") == "NONE"]
    assert unguarded == ["GET /health"]


def test_given_no_issuer_when_deployed_to_aws_then_a_rule_refuses(template: Template) -> None:
    assert "Auth=jwt needs JwtIssuer" in json.dumps(template["Rules"])


def test_given_the_schedule_when_synthesised_then_reconciling_runs_every_minute_and_checks_as_the_operator_says(
    template: Template,
) -> None:
    rules = resources(template, "AWS::Events::Rule").values()
    assert [rule["ScheduleExpression"] for rule in rules if "ScheduleExpression" in rule] == [
        "rate(1 minute)",
        {"Fn::Sub": ["rate(${Hours} hours)", {"Hours": {"Ref": "CheckHours"}}]},
    ]


def test_given_the_session_key_when_synthesised_then_it_is_renewed(template: Template) -> None:
    assert only(template, "AWS::KMS::Key")["EnableKeyRotation"] is True


def test_given_the_session_key_when_used_then_only_for_a_named_account(template: Template) -> None:
    uses = [each for each in statements(template) if "kms:" in json.dumps(each["Action"])]
    assert uses
    assert all(each["Condition"]["Null"] == {"kms:EncryptionContext:account": "false"} for each in uses)


def test_given_the_session_key_when_synthesised_then_only_the_browser_container_can_decrypt(
    template: Template,
) -> None:
    readers = [
        name
        for name, policy in resources(template, "AWS::IAM::Policy").items()
        if "kms:Decrypt" in json.dumps(policy["PolicyDocument"])
    ]
    assert [name.split("Role")[0] for name in readers] == ["AutomationContainers"]


def test_given_the_api_when_synthesised_then_it_can_store_a_session_and_never_read_one(
    template: Template,
) -> None:
    policies = resources(template, "AWS::IAM::Policy")
    (api,) = (policy for name, policy in policies.items() if name.startswith("FunctionsApiRole"))
    about = [
        each for each in api["PolicyDocument"]["Statement"] if "sessions/" in json.dumps(each["Resource"])
    ]
    assert sorted(action for each in about for action in each["Action"]) == [
        "s3:DeleteObject",
        "s3:PutObject",
    ]


@pytest.mark.parametrize(
    ("hours", "fits"), [("6", True), ("2", True), ("999", True), ("1", False), ("0", False)]
)
def test_given_hours_between_checks_when_they_make_no_valid_rate_then_the_stack_is_refused(
    template: Template, hours: str, fits: bool
) -> None:
    assert bool(re.search(template["Parameters"]["CheckHours"]["AllowedPattern"], hours)) is fits
