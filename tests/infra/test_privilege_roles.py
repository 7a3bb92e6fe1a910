"""Which roles there are, and that all they may do is in policies that are judged."""

import re

from tests.infra.reading import Template, resources

PROGRAM_ROLE = re.compile(r"(Functions[A-Z][a-z]+|(Automation|Media)Containers)Role[0-9A-F]{8}")
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
