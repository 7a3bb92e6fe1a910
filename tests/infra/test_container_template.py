"""What the template promises about containers and the network that they run in."""

from typing import Any

import pytest

from tests.infra.reading import Template, resources


def definition(template: Template, kind: str) -> Template:
    (found,) = (
        each
        for each in resources(template, "AWS::Batch::JobDefinition").values()
        if each["JobDefinitionName"].endswith(kind)
    )
    return found


def machines(template: Template, kind: str) -> list[Template]:
    """Give the compute resources of one kind's queue, in the order that Batch tries them."""
    (queue,) = (
        each
        for each in resources(template, "AWS::Batch::JobQueue").values()
        if each["JobQueueName"].endswith(kind)
    )
    order = sorted(queue["ComputeEnvironmentOrder"], key=lambda entry: entry["Order"])
    named = resources(template, "AWS::Batch::ComputeEnvironment")
    return [named[entry["ComputeEnvironment"]["Fn::GetAtt"][0]]["ComputeResources"] for entry in order]


def choices(name: str, value: Any) -> tuple[Any, Any]:
    """Give what a value is where a parameter's condition holds, and where it does not."""
    condition, there, otherwise = value["Fn::If"]
    assert condition == name
    return there, otherwise


def subnets(template: Template, public: bool) -> set[str]:
    return {
        name
        for name, each in resources(template, "AWS::EC2::Subnet").items()
        if each["MapPublicIpOnLaunch"] is public
    }


@pytest.mark.parametrize(("kind", "attempts"), [("automation", 1), ("media", 3)])
def test_given_a_job_definition_when_synthesised_then_its_last_rules_end_the_job(
    template: Template, kind: str, attempts: int
) -> None:
    strategy = definition(template, kind)["RetryStrategy"]
    assert strategy["Attempts"] == attempts
    assert strategy["EvaluateOnExit"][-2:] == [
        {"Action": "EXIT", "OnExitCode": "*"},
        {"Action": "EXIT", "OnReason": "*"},
    ]


def test_given_the_media_job_when_it_gives_its_work_back_or_loses_its_machine_then_batch_tries_again(
    template: Template,
) -> None:
    rules = definition(template, "media")["RetryStrategy"]["EvaluateOnExit"]
    assert rules[:2] == [
        {"Action": "RETRY", "OnExitCode": "75"},
        {"Action": "RETRY", "OnStatusReason": "Your Spot Task was interrupted*"},
    ]


def test_given_all_retry_rules_when_synthesised_then_they_are_of_a_form_that_batch_takes(
    template: Template,
) -> None:
    for kind in ("automation", "media"):
        rules = definition(template, kind)["RetryStrategy"]["EvaluateOnExit"]
        patterns = [text for rule in rules for name, text in rule.items() if name != "Action"]
        assert len(rules) <= 5
        assert not [text for text in patterns if "*" in text[:-1]]


@pytest.mark.parametrize("kind", ["automation", "media"])
def test_given_a_job_definition_when_synthesised_then_it_ends_in_time(template: Template, kind: str) -> None:
    assert definition(template, kind)["Timeout"] == {"AttemptDurationSeconds": 6 * 3600}


@pytest.mark.parametrize(
    ("kind", "types"), [("media", ["FARGATE_SPOT", "FARGATE"]), ("automation", ["FARGATE"])]
)
def test_given_a_queue_when_machines_are_chosen_then_spare_ones_come_first_for_media_alone(
    template: Template, kind: str, types: list[str]
) -> None:
    assert [each["Type"] for each in machines(template, kind)] == types


def test_given_both_queues_when_synthesised_then_each_shares_fairly(template: Template) -> None:
    queues = resources(template, "AWS::Batch::JobQueue").values()
    assert len({str(queue["SchedulingPolicyArn"]) for queue in queues}) == len(queues) == 2


def test_given_a_queue_when_no_machine_will_come_then_waiting_ends(template: Template) -> None:
    for queue in resources(template, "AWS::Batch::JobQueue").values():
        limits = queue["JobStateTimeLimitActions"]
        assert {(limit["State"], limit["Action"]) for limit in limits} == {("RUNNABLE", "CANCEL")}
        assert max(limit["MaxTimeSeconds"] for limit in limits) <= 3600


def test_given_the_installations_own_account_when_synthesised_then_its_browsers_are_tokens(
    template: Template,
) -> None:
    (resource,) = resources(template, "AWS::Batch::ConsumableResource").values()
    assert (resource["ResourceType"], resource["TotalQuantity"]) == ("REPLENISHABLE", {"Ref": "FlowBrowsers"})


@pytest.mark.parametrize("kind", ["automation", "media"])
def test_given_a_container_when_synthesised_then_its_root_is_read_only(template: Template, kind: str) -> None:
    assert definition(template, kind)["ContainerProperties"]["ReadonlyRootFilesystem"] is True


def test_given_the_network_when_synthesised_then_no_nat_is_paid(template: Template) -> None:
    assert not resources(template, "AWS::EC2::NatGateway")


def test_given_containers_when_synthesised_then_nothing_can_call_them(template: Template) -> None:
    groups = resources(template, "AWS::EC2::SecurityGroup")
    theirs = {name for name in groups if not name.startswith("NetworkServices")}
    ingress = resources(template, "AWS::EC2::SecurityGroupIngress").values()
    called = {each["GroupId"]["Fn::GetAtt"][0] for each in ingress}
    assert not any("SecurityGroupIngress" in groups[name] for name in theirs)
    assert not called & theirs
    assert len(theirs) == 2


def test_given_media_machines_when_isolated_then_their_subnets_have_no_way_to_the_internet(
    template: Template,
) -> None:
    for each in machines(template, "media"):
        isolated, otherwise = choices("MediaIsIsolated", each["Subnets"])
        assert {entry["Ref"] for entry in isolated} == subnets(template, public=False)
        assert {entry["Ref"] for entry in otherwise} == subnets(template, public=True)
    tables = {
        each["SubnetId"]["Ref"]: each["RouteTableId"]["Ref"]
        for each in resources(template, "AWS::EC2::SubnetRouteTableAssociation").values()
    }
    routed = {each["RouteTableId"]["Ref"] for each in resources(template, "AWS::EC2::Route").values()}
    assert not routed & {tables[name] for name in subnets(template, public=False)}
    assert template["Parameters"]["MediaNetwork"]["Default"] == "isolated"


def test_given_media_jobs_when_isolated_then_they_have_no_public_address(template: Template) -> None:
    network = definition(template, "media")["ContainerProperties"]["NetworkConfiguration"]
    assert choices("MediaIsIsolated", network["AssignPublicIp"]) == ("DISABLED", "ENABLED")


def test_given_the_endpoints_when_synthesised_then_those_paid_by_the_hour_go_with_the_isolation(
    template: Template,
) -> None:
    endpoints = [each for each in template["Resources"].values() if each["Type"] == "AWS::EC2::VPCEndpoint"]
    paid = [each for each in endpoints if each["Properties"]["VpcEndpointType"] == "Interface"]
    assert {each.get("Condition") for each in paid} == {"MediaIsIsolated"}
    assert [len(each["Properties"]["SubnetIds"]) for each in paid] == [1] * 4
    assert len(endpoints) - len(paid) == 2


def test_given_the_storage_endpoint_when_synthesised_then_it_leads_to_no_foreign_bucket(
    template: Template,
) -> None:
    (policy,) = (
        each["PolicyDocument"]
        for each in resources(template, "AWS::EC2::VPCEndpoint").values()
        if "PolicyDocument" in each
    )
    named = [statement["Resource"] for statement in policy["Statement"]]
    assert "*" not in named
    assert "starport-layer-bucket" in str(named)
