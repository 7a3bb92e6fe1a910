"""A deployed stage, upgraded to a changed template and removed again: the data stay throughout."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError

from dailies.stacks import data_stack
from infra.local.clients import Clients
from infra.local.deployer import Deployed, deploy, remove
from infra.local.emulator import ACCESS_KEY, REGION
from tests.infra.reading import PARAMETERS

STACK = "dailies"
KEY = "videos/ann/j1/v1/720p.mp4"
BODY = b"a take"
RELEASE = "a-newer-release"
NEWER = PARAMETERS | {"FlowUrl": "http://127.0.0.1:2"}


@dataclass(frozen=True)
class Story:
    """What was seen on the way."""

    first: Deployed
    upgraded: Deployed
    programs: dict[str, str]
    """What the API's function reads after the upgrade."""
    object_after_upgrade: bytes
    refusal: str
    """What was said when the data were to be removed from under the service."""
    removed: frozenset[str]
    """The stacks that were left after the service was removed."""
    object_after_removal: bytes
    rows_after_removal: int
    secret_after_removal: str


@pytest.fixture(scope="module")
def story(own_clients: Clients, assembly: Path, tmp_path_factory: pytest.TempPathFactory) -> Story:
    """Deploy, fill, upgrade, remove: once, in that order."""
    clients = own_clients
    first = deploy(clients, stack=STACK, assembly=assembly, parameters=PARAMETERS)
    place = first.outputs
    clients.s3.put_object(Bucket=place["BucketName"], Key=KEY, Body=BODY)
    rows = _table(clients, place["TableName"])
    rows.put_item(Item={"pk": "ann", "sk": "j1"})
    newer = _changed(assembly, tmp_path_factory.mktemp("newer") / "assembly")
    upgraded = deploy(clients, stack=STACK, assembly=newer, parameters=NEWER)
    configuration = clients.functions.get_function_configuration(FunctionName=upgraded.outputs["ApiFunction"])
    after_upgrade = _object(clients, first)
    with pytest.raises(ClientError) as refused:
        clients.cloudformation.delete_stack(StackName=data_stack(STACK))
    remove(clients.cloudformation, STACK)
    left = clients.cloudformation.list_stacks()["StackSummaries"]
    return Story(
        first=first,
        upgraded=upgraded,
        programs=dict(configuration["Environment"]["Variables"]),
        object_after_upgrade=after_upgrade,
        refusal=str(refused.value),
        removed=frozenset(s["StackName"] for s in left if s["StackStatus"] != "DELETE_COMPLETE"),
        object_after_removal=_object(clients, first),
        rows_after_removal=rows.scan()["Count"],
        secret_after_removal=clients.secrets.get_secret_value(SecretId=place["SigningSecret"])[
            "SecretString"
        ],
    )


def _changed(assembly: Path, newer: Path) -> Path:
    """Copy an assembly as a later release would be: other programs, and something more in both stacks."""
    shutil.copytree(assembly, newer)
    for name, change in ((STACK, _change_service), (data_stack(STACK), _change_data)):
        path = newer / f"{name}.template.json"
        template = json.loads(path.read_text())
        change(template)
        path.write_text(json.dumps(template))
    return newer


def _change_service(template: dict[str, Any]) -> None:
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Lambda::Function" and "Environment" in resource["Properties"]:
            resource["Properties"]["Environment"]["Variables"]["DAILIES_RELEASE"] = RELEASE
    template["Resources"]["Newer"] = {"Type": "AWS::SQS::Queue", "Properties": {}}
    template["Outputs"]["Newer"] = {"Value": {"Ref": "Newer"}}


def _change_data(template: dict[str, Any]) -> None:
    properties = {"SecretString": "{}"}
    template["Resources"]["Newer"] = {"Type": "AWS::SecretsManager::Secret", "Properties": properties}


def _table(clients: Clients, name: str) -> Any:
    tables = boto3.resource(
        "dynamodb",
        REGION,
        endpoint_url=clients.emulator_url,
        aws_access_key_id=ACCESS_KEY,
        aws_secret_access_key="any",
    )
    return tables.Table(name)


def _object(clients: Clients, deployed: Deployed) -> bytes:
    return clients.s3.get_object(Bucket=deployed.outputs["BucketName"], Key=KEY)["Body"].read()


def test_given_a_stage_when_upgraded_then_its_programs_are_the_new_ones(story: Story) -> None:
    assert story.programs["DAILIES_RELEASE"] == RELEASE
    assert story.programs["DAILIES_FLOW_URL"] == NEWER["FlowUrl"]
    assert "Newer" in story.upgraded.outputs


@pytest.mark.parametrize("name", ["TableName", "BucketName", "SigningSecret", "SessionKey", "UserPoolId"])
def test_given_a_stage_when_upgraded_then_what_holds_data_is_the_same(story: Story, name: str) -> None:
    assert story.upgraded.outputs[name] == story.first.outputs[name]


def test_given_a_stage_when_upgraded_then_its_objects_are_there(story: Story) -> None:
    assert story.object_after_upgrade == BODY


def test_given_the_stack_of_data_when_the_service_needs_it_then_it_cannot_be_removed(story: Story) -> None:
    assert f"imported by stack {STACK}" in story.refusal


def test_given_a_stage_when_removed_then_the_stack_of_data_alone_is_left(story: Story) -> None:
    assert story.removed == {data_stack(STACK)}


def test_given_a_stage_when_removed_then_its_objects_rows_and_secrets_are_there(story: Story) -> None:
    assert (story.object_after_removal, story.rows_after_removal) == (BODY, 1)
    assert len(story.secret_after_removal) == 64
