"""The stage's template, made from small ones."""

import json
from typing import Any

import pytest

from infra.local.template import LEFT_OUT_PARTS, LEFT_OUT_TYPES, LEFT_UNSET, prepare_template

Template = dict[str, Any]


def small(*, environment: Any = "plain", extra: Template | None = None) -> Template:
    return {
        "Resources": {
            "Queue": {"Type": "AWS::Batch::JobQueue", "Properties": {"JobQueueName": "media"}},
            "Tokens": {
                "Type": "AWS::Batch::ConsumableResource",
                "Properties": {
                    "ConsumableResourceName": {"Fn::Join": ["", ["flow-", {"Ref": "Account"}]]},
                    "TotalQuantity": {"Ref": "Browsers"},
                },
            },
            "Definition": {
                "Type": "AWS::Batch::JobDefinition",
                "Properties": {
                    "JobDefinitionName": "media-job",
                    "ContainerProperties": {
                        "Command": ["python", "-m", "work"],
                        "Environment": [{"Name": "TABLE", "Value": environment}],
                    },
                    "RetryStrategy": {
                        "Attempts": 3,
                        "EvaluateOnExit": [{"Action": "EXIT", "OnExitCode": "*"}],
                    },
                    "Timeout": {"AttemptDurationSeconds": 60},
                },
            },
            "Vpc": {"Type": "AWS::EC2::VPC", "Properties": {}},
            **(extra or {}),
        },
        "Outputs": {},
    }


def plan_of(prepared: Template) -> Template:
    plan: Template = prepared["Outputs"]["BatchPlan"]["Value"]["Fn::ToJsonString"]
    return plan


def test_given_batch_and_network_when_prepared_then_none_of_their_resources_is_left() -> None:
    assert prepare_template(small())["Resources"] == {}


@pytest.mark.parametrize("reference", [{"Ref": "Queue"}, {"Fn::GetAtt": ["Queue", "JobQueueArn"]}])
def test_given_a_reference_to_a_queue_when_prepared_then_it_is_the_queues_name(reference: Template) -> None:
    function = {"Type": "AWS::Lambda::Function", "Properties": {"Env": {"QUEUE": reference}}}
    prepared = prepare_template(small(extra={"Function": function}))
    assert prepared["Resources"]["Function"]["Properties"]["Env"] == {"QUEUE": "media"}


def test_given_a_computed_name_when_prepared_then_references_get_the_computation() -> None:
    function = {"Type": "AWS::Lambda::Function", "Properties": {"POOL": {"Ref": "Tokens"}}}
    prepared = prepare_template(small(extra={"Function": function}))
    assert prepared["Resources"]["Function"]["Properties"]["POOL"] == {
        "Fn::Join": ["", ["flow-", {"Ref": "Account"}]]
    }


def test_given_a_definition_when_prepared_then_the_plan_carries_what_a_job_needs() -> None:
    (definition,) = plan_of(prepare_template(small(environment={"Ref": "Table"})))["definitions"]
    assert definition == {
        "name": "media-job",
        "command": ["python", "-m", "work"],
        "environment": {"TABLE": {"Ref": "Table"}},
        "attempts": 3,
        "rules": [{"action": "EXIT", "OnExitCode": "*"}],
        "timeout_seconds": 60,
    }


def test_given_something_that_waits_for_what_goes_when_prepared_then_it_waits_no_more() -> None:
    topic = {"Type": "AWS::SQS::Queue", "Properties": {}, "DependsOn": ["Vpc", "Other"]}
    other = {"Type": "AWS::SQS::Queue", "Properties": {}, "DependsOn": "Vpc"}
    prepared = prepare_template(small(extra={"Topic": topic, "Other": other}))
    assert prepared["Resources"]["Topic"]["DependsOn"] == ["Other"]
    assert "DependsOn" not in prepared["Resources"]["Other"]


def test_given_something_that_needs_the_network_when_prepared_then_it_is_refused_by_name() -> None:
    function = {"Type": "AWS::Lambda::Function", "Properties": {"Vpc": {"Ref": "Vpc"}}}
    with pytest.raises(KeyError, match="Vpc"):
        prepare_template(small(extra={"Function": function}))


def test_given_a_template_when_prepared_then_the_original_is_untouched() -> None:
    template = small()
    before = json.dumps(template)
    prepare_template(template)
    assert json.dumps(template) == before


def test_given_the_real_template_when_prepared_then_functions_name_queues_and_definitions(
    template: Template,
) -> None:
    functions = [
        each
        for each in prepare_template(template)["Resources"].values()
        if each["Type"] == "AWS::Lambda::Function"
    ]
    named = {
        json.dumps(each["Properties"]["Environment"]["Variables"]["DAILIES_MEDIA_QUEUE"])
        for each in functions
    }
    assert named == {'"dailies-media"'}


def test_given_the_real_templates_when_prepared_then_all_that_is_missing_is_missing_for_a_reason(
    template: Template, data_template: Template
) -> None:
    needed = set()
    for real in (template, data_template):
        kept = prepare_template(real)["Resources"]
        for name, resource in real["Resources"].items():
            reasons = {start for start in LEFT_OUT_TYPES if resource["Type"].startswith(start)}
            reasons |= {start for start in LEFT_OUT_PARTS if name.startswith(start)}
            assert (name in kept) is (not reasons)
            needed |= reasons
    assert needed == {*LEFT_OUT_TYPES, *LEFT_OUT_PARTS}


def test_given_the_real_templates_when_prepared_then_all_that_is_unset_is_unset_for_a_reason(
    template: Template, data_template: Template
) -> None:
    for real in (template, data_template):
        kept = prepare_template(real)["Resources"]
        for name in kept:
            missing = (
                real["Resources"][name].get("Properties", {}).keys() - kept[name].get("Properties", {}).keys()
            )
            assert missing <= LEFT_UNSET.get(real["Resources"][name]["Type"], {}).keys()


def test_given_the_stack_of_data_when_prepared_then_nothing_of_it_is_left_out(
    data_template: Template,
) -> None:
    assert prepare_template(data_template)["Resources"].keys() == data_template["Resources"].keys()
