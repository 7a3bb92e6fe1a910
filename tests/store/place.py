"""A table, a bucket, keys and a state machine for one test module, in moto."""

import itertools
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any

import boto3
import pytest
from moto import mock_aws
from moto.dynamodb.responses import DynamoHandler

from dailies.services.app import App
from dailies.settings import Settings
from infra.bundle import Target
from infra.synth import read_template, synthesise

REGION = "us-east-1"
_numbers = itertools.count()

_TABLE_FIELDS = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingMode")


@cache
def table_definition() -> dict[str, Any]:
    """Read the table's keys and indexes from the synthesised template: what is deployed is what is tested."""
    resources: Any = read_template(synthesise(Target.HERE), "dailies-data")["Resources"]
    [table] = [each["Properties"] for each in resources.values() if each["Type"] == "AWS::DynamoDB::Table"]
    return {field: table[field] for field in _TABLE_FIELDS}


@contextmanager
def moto_place() -> Iterator[dict[str, str]]:
    """Run moto with everything that the functions expect; gives their environment."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_DEFAULT_REGION", REGION)
        one_at_a_time(patch)
        with mock_aws():
            yield make_resources()


def make_resources(**client: Any) -> dict[str, str]:
    """Make the resources, and give the environment that names them."""
    # Places may be open inside one another: a fixture of a whole session keeps its own.
    name = f"dailies-under-test-{next(_numbers)}"
    boto3.client("dynamodb", REGION, **client).create_table(TableName=name, **table_definition())
    boto3.client("s3", REGION, **client).create_bucket(Bucket=name)
    secrets = boto3.client("secretsmanager", REGION, **client)
    secrets.create_secret(Name=f"{name}/cursors", SecretString="0123456789abcdef" * 2)
    key = boto3.client("kms", REGION, **client).create_key()["KeyMetadata"]["KeyId"]
    nothing = {"StartAt": "End", "States": {"End": {"Type": "Succeed"}}}
    machine = boto3.client("stepfunctions", REGION, **client).create_state_machine(
        name=name, definition=json.dumps(nothing), roleArn="arn:aws:iam::123456789012:role/any"
    )
    return {
        "AWS_DEFAULT_REGION": REGION,
        "DAILIES_TABLE": name,
        "DAILIES_BUCKET": name,
        "DAILIES_SIGNING_SECRET": f"{name}/cursors",
        "DAILIES_SESSION_KEY": key,
        "DAILIES_STATE_MACHINE": machine["stateMachineArn"],
        "DAILIES_AUTH": "jwt",
        "DAILIES_LOG_LEVEL": "WARNING",
    }


def app_of(environment: dict[str, str]) -> App:
    """Put the product together for a place."""
    return App(Settings.read(environment))


def one_at_a_time(patch: pytest.MonkeyPatch) -> None:
    """DynamoDB judges a condition and writes in one step; moto's threads could come between the two."""
    lock = threading.RLock()
    real = DynamoHandler.call_action

    def call_action(self: DynamoHandler) -> Any:
        with lock:
            return real(self)

    patch.setattr(DynamoHandler, "call_action", call_action)
