"""What the template of everything that works on the data promises."""

import json
import re

import pytest

from tests.infra.reading import (
    Template,
    function_statements,
    listed,
    only,
    own_functions,
    resources,
    statements,
)


def test_given_all_functions_when_synthesised_then_each_has_its_own_role(template: Template) -> None:
    functions = own_functions(template)
    assert len({json.dumps(function["Role"]) for function in functions}) == len(functions) == 9


def test_given_all_functions_when_synthesised_then_they_run_on_one_bundle_and_platform(
    template: Template,
) -> None:
    functions = own_functions(template)
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
        assert not [
            action for action in listed(statement["Action"]) if action == "*" or action.endswith(":*")
        ]


def test_given_functions_when_synthesised_then_the_star_is_no_resource_of_theirs(template: Template) -> None:
    policies = resources(template, "AWS::IAM::Policy")
    ours = [policy for name, policy in policies.items() if name.startswith("Functions")]
    told = [each for policy in ours for each in policy["PolicyDocument"]["Statement"]]
    assert len(ours) == len(own_functions(template))
    assert [each for each in told if "*" in listed(each["Resource"])] == []


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


def test_given_no_other_store_when_deployed_then_the_reconciler_may_announce_nothing(
    template: Template,
) -> None:
    (queue,) = only(template, "AWS::Lambda::EventSourceMapping")["EventSourceArn"].values()
    (announcing,) = (
        template["Resources"][name]
        for name, policy in resources(template, "AWS::IAM::Policy").items()
        if "ReconcileRole" in json.dumps(policy["Roles"]) and queue[0] in json.dumps(policy["PolicyDocument"])
    )
    assert template["Conditions"][announcing["Condition"]] == {
        "Fn::Not": [{"Fn::Equals": [{"Ref": "S3Endpoint"}, ""]}]
    }


def test_given_the_schedule_when_synthesised_then_reconciling_runs_every_minute_and_checks_as_the_operator_says(
    template: Template,
) -> None:
    rules = resources(template, "AWS::Events::Rule").values()
    assert [rule["ScheduleExpression"] for rule in rules if "ScheduleExpression" in rule] == [
        "rate(1 minute)",
        {"Fn::Sub": ["rate(${Hours} hours)", {"Hours": {"Ref": "CheckHours"}}]},
    ]


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


def test_given_what_lambda_gets_by_event_when_it_fails_then_it_waits_among_the_dead_letters(
    template: Template,
) -> None:
    functions = resources(template, "AWS::Lambda::Function")
    waiting = {name for name, each in functions.items() if "DeadLetterConfig" in each}
    assert {name.removeprefix("Functions")[:-8] for name in waiting} == {"Check", "Reconcile", "Status"}


def test_given_every_rule_when_its_target_cannot_be_reached_then_the_event_is_kept(
    template: Template,
) -> None:
    rules = resources(template, "AWS::Events::Rule").values()
    targets = [target for rule in rules for target in rule["Targets"]]
    assert len(targets) == 4
    assert all("DeadLetterConfig" in target for target in targets)


def test_given_every_queue_when_synthesised_then_it_is_encrypted_and_tls_only(template: Template) -> None:
    queues = resources(template, "AWS::SQS::Queue")
    policies = resources(template, "AWS::SQS::QueuePolicy").values()
    closed = {
        policy["Queues"][0]["Ref"]
        for policy in policies
        for statement in policy["PolicyDocument"]["Statement"]
        if statement["Effect"] == "Deny"
        and statement["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}
    }
    assert closed == set(queues)
    assert all(queue["SqsManagedSseEnabled"] is True for queue in queues.values())


def test_given_the_machine_when_synthesised_then_every_step_is_logged_and_traced_without_its_data(
    template: Template,
) -> None:
    machine = only(template, "AWS::StepFunctions::StateMachine")
    logging = machine["LoggingConfiguration"]
    assert machine["TracingConfiguration"] == {"Enabled": True}
    assert (logging["Level"], logging["IncludeExecutionData"]) == ("ALL", False)


def test_given_the_stack_when_synthesised_then_it_keeps_no_data_of_its_own(template: Template) -> None:
    kinds = {each["Type"] for each in template["Resources"].values()}
    assert not kinds & {
        "AWS::DynamoDB::Table",
        "AWS::KMS::Key",
        "AWS::SecretsManager::Secret",
        "AWS::Cognito::UserPool",
    }
