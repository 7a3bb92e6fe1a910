"""The real template in the real emulator."""

import json
from pathlib import Path

import pytest

from dailies.domain.errors import ToolMissing
from infra.local.clients import Clients
from infra.local.deployer import Deployed, deploy_stack
from infra.local.emulator import ACCOUNT
from tests.infra.reading import PARAMETERS


def variables(clients: Clients, deployed: Deployed, output: str) -> dict[str, str]:
    configuration = clients.functions.get_function_configuration(FunctionName=deployed.outputs[output])
    return dict(configuration["Environment"]["Variables"])


def test_given_the_template_when_deployed_then_the_plan_is_resolved(deployed: Deployed) -> None:
    automation, media = deployed.plan.definitions
    assert deployed.plan.queues == ("dailies-automation", "dailies-media")
    assert [(pool.name, pool.quantity) for pool in deployed.plan.resources] == [("dailies-flow-crew", 2)]
    assert (automation.command, media.command) == (
        ("python", "-m", "containers.automation"),
        ("python", "-m", "containers.media"),
    )
    assert media.environment["DAILIES_TABLE"] == deployed.outputs["TableName"]
    assert automation.environment["DAILIES_FLOW_URL"] == "http://127.0.0.1:1"


def test_given_a_definition_when_put_on_the_wire_then_its_rules_are_in_the_apis_words(
    deployed: Deployed,
) -> None:
    _, media = deployed.plan.definitions
    assert media.retry_strategy() == {
        "attempts": 3,
        "evaluateOnExit": [
            {"action": "RETRY", "onExitCode": "75"},
            {"action": "RETRY", "onStatusReason": "Your Spot Task was interrupted*"},
            {"action": "EXIT", "onExitCode": "*"},
            {"action": "EXIT", "onReason": "*"},
        ],
    }


def test_given_the_functions_when_deployed_then_they_know_their_surroundings(
    clients: Clients, deployed: Deployed
) -> None:
    found = variables(clients, deployed, "ApiFunction")
    assert found["DAILIES_BUCKET"] == deployed.outputs["BucketName"]
    assert found["DAILIES_STATE_MACHINE"] == f"arn:aws:states:us-east-1:{ACCOUNT}:stateMachine:dailies-tasks"
    assert found["DAILIES_MEDIA_JOB"] == "dailies-media"
    assert found["DAILIES_FLOW_RESOURCE"] == "dailies-flow-"


def test_given_the_session_key_when_deployed_then_it_encrypts_for_one_account_alone(
    clients: Clients, deployed: Deployed
) -> None:
    key = deployed.outputs["SessionKey"]
    made = clients.keys.generate_data_key(KeyId=key, KeySpec="AES_256", EncryptionContext={"account": "crew"})
    opened = clients.keys.decrypt(
        CiphertextBlob=made["CiphertextBlob"], EncryptionContext={"account": "crew"}
    )
    assert opened["Plaintext"] == made["Plaintext"]
    with pytest.raises(clients.keys.exceptions.InvalidCiphertextException):
        clients.keys.decrypt(CiphertextBlob=made["CiphertextBlob"], EncryptionContext={"account": "other"})


def test_given_the_machine_when_deployed_then_it_stands_under_the_name_that_functions_know(
    clients: Clients, deployed: Deployed
) -> None:
    machine = clients.states.describe_state_machine(stateMachineArn=deployed.outputs["StateMachineArn"])
    drawn = json.loads(machine["definition"])
    assert drawn["QueryLanguage"] == "JSONata"
    assert "${" not in machine["definition"]


def test_given_the_signing_secret_when_deployed_then_it_was_drawn(
    clients: Clients, deployed: Deployed
) -> None:
    secret = clients.secrets.get_secret_value(SecretId=deployed.outputs["SigningSecret"])["SecretString"]
    assert len(secret) == 64


@pytest.mark.parametrize(
    "parameters",
    [{"RetryAttempts": "-1"}, {"S3Endpoint": "http://127.0.0.1:1"}, {"MediaNetwork": "anything"}],
)
def test_given_parameters_that_make_no_sense_when_deployed_then_the_stack_is_refused(
    clients: Clients, deployed: Deployed, assembly: Path, parameters: dict[str, str]
) -> None:
    assert deployed.outputs
    with pytest.raises(ToolMissing, match="refused"):
        deploy_stack(clients, stack="dailies", assembly=assembly, parameters=PARAMETERS | parameters)
