"""A deployed stage, upgraded to a changed template and removed again: the data stay throughout."""

import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from botocore.exceptions import ClientError

from infra.local.clients import Clients
from infra.local.deployer import Deployed, deploy, remove
from infra.synth import DATA_SUFFIX
from tests.infra.reading import PARAMETERS

STACK = "dailies"
KEY = "videos/ann/j1/v1/720p.mp4"
BODY = b"a take"
TASK = "a-newer-release"


@pytest.fixture(scope="module")
def kept(clients: Clients, deployed: Deployed) -> Deployed:
    """The stage as it was first deployed, with something in its bucket."""
    clients.s3.put_object(Bucket=deployed.outputs["BucketName"], Key=KEY, Body=BODY)
    return deployed


@pytest.fixture(scope="module")
def upgraded(
    clients: Clients, kept: Deployed, assembly: Path, tmp_path_factory: pytest.TempPathFactory
) -> Deployed:
    """The same stage after a release that says something else in every function and adds to both stacks."""
    assert kept.outputs
    newer = tmp_path_factory.mktemp("newer") / "assembly"
    shutil.copytree(assembly, newer)
    for name, change in ((STACK, _change_service), (f"{STACK}{DATA_SUFFIX}", _change_data)):
        path = newer / f"{name}.template.json"
        template = json.loads(path.read_text())
        change(template)
        path.write_text(json.dumps(template))
    return deploy(
        clients, stack=STACK, assembly=newer, parameters=PARAMETERS | {"FlowUrl": "http://127.0.0.1:2"}
    )


def _change_service(template: dict[str, Any]) -> None:
    for resource in template["Resources"].values():
        if resource["Type"] == "AWS::Lambda::Function" and "Environment" in resource["Properties"]:
            resource["Properties"]["Environment"]["Variables"]["DAILIES_RELEASE"] = TASK
    queues = [name for name in template["Resources"] if name.startswith("Undelivered")]
    template["Resources"]["Newer"] = {**template["Resources"][queues[0]]}
    template["Outputs"]["Newer"] = {"Value": {"Ref": "Newer"}}


def _change_data(template: dict[str, Any]) -> None:
    template["Resources"]["Another"] = {
        "Type": "AWS::SecretsManager::Secret",
        "Properties": {"SecretString": "{}"},
        "DeletionPolicy": "Retain",
    }


def test_given_a_stage_when_upgraded_then_its_programs_are_the_new_ones(
    clients: Clients, upgraded: Deployed
) -> None:
    configuration = clients.functions.get_function_configuration(FunctionName=upgraded.outputs["ApiFunction"])
    variables = configuration["Environment"]["Variables"]
    assert (variables["DAILIES_RELEASE"], variables["DAILIES_FLOW_URL"]) == (TASK, "http://127.0.0.1:2")
    assert "Newer" in upgraded.outputs


@pytest.mark.parametrize(
    "name", ["TableName", "BucketName", "SigningSecret", "SessionKey", "StateMachineArn"]
)
def test_given_a_stage_when_upgraded_then_what_holds_data_is_the_same(
    kept: Deployed, upgraded: Deployed, name: str
) -> None:
    assert upgraded.outputs[name] == kept.outputs[name]


def test_given_a_stage_when_upgraded_then_its_objects_are_there(clients: Clients, upgraded: Deployed) -> None:
    assert _object(clients, upgraded) == BODY


def test_given_the_stack_of_data_when_the_service_needs_it_then_it_cannot_be_removed(
    clients: Clients, upgraded: Deployed
) -> None:
    assert upgraded.outputs
    with pytest.raises(ClientError, match="is imported by stack"):
        clients.cloudformation.delete_stack(StackName=f"{STACK}{DATA_SUFFIX}")


@pytest.fixture(scope="module")
def removed(clients: Clients, upgraded: Deployed, assembly: Path) -> Iterator[Deployed]:
    """The stage after its service was removed; made whole again for whoever comes after."""
    remove(clients.cloudformation, STACK)
    yield upgraded
    deploy(clients, stack=STACK, assembly=assembly, parameters=PARAMETERS)


def test_given_a_stage_when_removed_then_its_programs_are_gone(clients: Clients, removed: Deployed) -> None:
    with pytest.raises(clients.functions.exceptions.ResourceNotFoundException):
        clients.functions.get_function(FunctionName=removed.outputs["ApiFunction"])


def test_given_a_stage_when_removed_then_its_data_are_there(clients: Clients, removed: Deployed) -> None:
    assert _object(clients, removed) == BODY
    secret = clients.secrets.get_secret_value(SecretId=removed.outputs["SigningSecret"])
    assert len(secret["SecretString"]) == 64


def _object(clients: Clients, deployed: Deployed) -> bytes:
    return clients.s3.get_object(Bucket=deployed.outputs["BucketName"], Key=KEY)["Body"].read()
