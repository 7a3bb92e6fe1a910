"""Puts the templates into the emulator: what `cdk bootstrap` and `cdk deploy` do, data before service."""

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dailies.domain.errors import ToolMissing
from dailies.stacks import data_stack
from infra.local.assets import read_assets, upload
from infra.local.emulator import ACCOUNT, REGION
from infra.local.plan import PLAN_OUTPUT, BatchPlan
from infra.local.template import prepare_template
from infra.synth import read_template

if TYPE_CHECKING:
    from botocore.exceptions import ClientError
    from mypy_boto3_cloudformation import CloudFormationClient

    from infra.local.clients import Clients

_BOOTSTRAP_PARAMETER = "/cdk-bootstrap/hnb659fds/version"
_BOOTSTRAP_VERSION = "30"
_BUCKET = "stage-templates"
_MESSAGE_LENGTH = 500
_DEPLOY_SECONDS = 120.0
_POLL_SECONDS = 0.2
_GOOD = frozenset({"CREATE_COMPLETE", "UPDATE_COMPLETE"})
_NOTHING_TO_DO = "No updates"


@dataclass(frozen=True)
class Deployed:
    """Stacks that stand: their outputs by name, and what the Batch endpoint must be told."""

    outputs: Mapping[str, str]
    plan: BatchPlan


def deploy(clients: "Clients", *, stack: str, assembly: Path, parameters: Mapping[str, str]) -> Deployed:
    """Create both stacks, or bring them up to date; raises ToolMissing with the first resource that failed."""
    clients.ssm.put_parameter(
        Name=_BOOTSTRAP_PARAMETER, Value=_BOOTSTRAP_VERSION, Type="String", Overwrite=True
    )
    kept = deploy_stack(clients, stack=data_stack(stack), assembly=assembly, parameters={})
    served = deploy_stack(clients, stack=stack, assembly=assembly, parameters=parameters)
    return Deployed(outputs={**kept, **served}, plan=BatchPlan.model_validate_json(served[PLAN_OUTPUT]))


def deploy_stack(
    clients: "Clients", *, stack: str, assembly: Path, parameters: Mapping[str, str]
) -> dict[str, str]:
    """Create one stack or bring it up to date, and give its outputs; raises ToolMissing."""
    template = json.dumps(prepare_template(read_template(assembly, stack))).encode()
    for asset in read_assets(assembly, stack, account=ACCOUNT, region=REGION):
        # What only left-out parts would read need not be copied.
        if asset.key.encode() in template:
            upload(asset, clients.s3)
    # CloudFormation takes 51,200 bytes by value and 1 MB from a bucket.
    address = _put_template(clients, stack, template)
    formation = clients.cloudformation
    _remove_broken(formation, stack)
    _apply(formation, stack, address, parameters)
    return _wait(formation, stack)


def remove(formation: "CloudFormationClient", stack: str) -> None:
    """Remove a stack and wait until it is gone; raises ToolMissing. What it is told to keep stays."""
    formation.delete_stack(StackName=stack)
    deadline = time.monotonic() + _DEPLOY_SECONDS
    while _status(formation, stack) is not None:
        if time.monotonic() > deadline:
            raise ToolMissing(f"the stack stays: {_first_failure(formation, stack)}", subject=stack)
        time.sleep(_POLL_SECONDS)


def _put_template(clients: "Clients", stack: str, template: bytes) -> str:
    if _BUCKET not in {bucket["Name"] for bucket in clients.s3.list_buckets()["Buckets"]}:
        clients.s3.create_bucket(Bucket=_BUCKET)
    key = f"{stack}.template.json"
    clients.s3.put_object(Bucket=_BUCKET, Key=key, Body=template)
    return f"{clients.emulator_url}/{_BUCKET}/{key}"


def _apply(
    formation: "CloudFormationClient", stack: str, template_url: str, parameters: Mapping[str, str]
) -> None:
    from botocore.exceptions import ClientError  # noqa: PLC0415 - heavy

    exists = _status(formation, stack) is not None
    try:
        (formation.update_stack if exists else formation.create_stack)(
            StackName=stack,
            TemplateURL=template_url,
            Parameters=[
                {"ParameterKey": name, "ParameterValue": value} for name, value in parameters.items()
            ],
            Capabilities=["CAPABILITY_IAM", "CAPABILITY_NAMED_IAM", "CAPABILITY_AUTO_EXPAND"],
        )
    except ClientError as error:
        if _NOTHING_TO_DO not in _message(error):
            raise ToolMissing(f"the stack was refused: {_message(error)}", subject=stack) from error


def _wait(formation: "CloudFormationClient", stack: str) -> dict[str, str]:
    deadline = time.monotonic() + _DEPLOY_SECONDS
    while time.monotonic() < deadline:
        (description,) = formation.describe_stacks(StackName=stack)["Stacks"]
        status = description["StackStatus"]
        if status in _GOOD:
            return {each["OutputKey"]: each["OutputValue"] for each in description.get("Outputs", [])}
        if not status.endswith("IN_PROGRESS"):
            break
        time.sleep(_POLL_SECONDS)
    raise ToolMissing(f"the stack did not come up: {_first_failure(formation, stack)}", subject=stack)


def _first_failure(formation: "CloudFormationClient", stack: str) -> str:
    events = formation.describe_stack_events(StackName=stack)["StackEvents"]
    failed = [event for event in reversed(events) if event["ResourceStatus"].endswith("FAILED")]
    if not failed:
        return "it took too long"
    return f"{failed[0]['LogicalResourceId']}: {failed[0].get('ResourceStatusReason', 'no reason given')}"


def _remove_broken(formation: "CloudFormationClient", stack: str) -> None:
    """Remove a stack that an earlier start left half-made: CloudFormation cannot update such a one."""
    status = _status(formation, stack)
    if status is None or status in _GOOD or status == "UPDATE_ROLLBACK_COMPLETE":
        return
    remove(formation, stack)


def _status(formation: "CloudFormationClient", stack: str) -> str | None:
    from botocore.exceptions import ClientError  # noqa: PLC0415 - heavy

    try:
        (description,) = formation.describe_stacks(StackName=stack)["Stacks"]
    except ClientError:
        return None
    status: str = description["StackStatus"]
    return None if status == "DELETE_COMPLETE" else status


def _message(error: "ClientError") -> str:
    return error.response["Error"].get("Message", str(error))[:_MESSAGE_LENGTH]
