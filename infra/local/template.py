"""The CDK's template made ready for the emulator: AWS Batch's resources become names and one output.

Pure. The emulator refuses `AWS::Batch::*`; our own endpoint takes that part, so the resources go, what refers to
them gets their names, and what they say leaves as the output `BatchPlan`, resolved by the emulator itself.
"""

import copy
from collections.abc import Mapping
from typing import Any

from infra.local.plan import PLAN_OUTPUT

Template = dict[str, Any]

_NAME_PROPERTIES = {
    "AWS::Batch::JobQueue": "JobQueueName",
    "AWS::Batch::JobDefinition": "JobDefinitionName",
    "AWS::Batch::ConsumableResource": "ConsumableResourceName",
}
# Containers are processes here, so the network that only they live in would be made for nobody.
_LEFT_OUT = ("AWS::Batch::", "AWS::EC2::")
_TRANSFORM = "AWS::LanguageExtensions"


def prepare_template(template: Mapping[str, Any]) -> Template:
    """Give the template for the stage; raises KeyError when something kept needs what was left out."""
    resources: Mapping[str, Template] = template["Resources"]
    names = {
        name: resource["Properties"][_NAME_PROPERTIES[resource["Type"]]]
        for name, resource in resources.items()
        if resource["Type"] in _NAME_PROPERTIES
    }
    gone = {name for name, resource in resources.items() if resource["Type"].startswith(_LEFT_OUT)}
    kept = {name: _without(resource, gone) for name, resource in resources.items() if name not in gone}
    prepared = copy.deepcopy({**template, "Resources": kept, "Transform": _TRANSFORM})
    prepared["Outputs"][PLAN_OUTPUT] = {"Value": {"Fn::ToJsonString": _plan(resources)}}
    prepared["Parameters"]["Auth"]["AllowedValues"].append("none")
    renamed: Template = _rename(prepared, names)
    _refuse_dangling(renamed, gone)
    return renamed


def _without(resource: Template, gone: set[str]) -> Template:
    needed = resource.get("DependsOn", [])
    needed = [needed] if isinstance(needed, str) else needed
    kept = [name for name in needed if name not in gone]
    rest = {key: value for key, value in resource.items() if key != "DependsOn"}
    return {**rest, "DependsOn": kept} if kept else rest


def _plan(resources: Mapping[str, Template]) -> Template:
    def described(kind: str) -> list[Template]:
        return [each["Properties"] for each in resources.values() if each["Type"] == f"AWS::Batch::{kind}"]

    return {
        "queues": [queue["JobQueueName"] for queue in described("JobQueue")],
        "definitions": [_definition(definition) for definition in described("JobDefinition")],
        "resources": [
            {"name": resource["ConsumableResourceName"], "quantity": resource["TotalQuantity"]}
            for resource in described("ConsumableResource")
        ],
    }


def _definition(properties: Template) -> Template:
    container = properties["ContainerProperties"]
    return {
        "name": properties["JobDefinitionName"],
        "command": container["Command"],
        "environment": {entry["Name"]: entry["Value"] for entry in container.get("Environment", [])},
        "attempts": properties["RetryStrategy"]["Attempts"],
        "rules": [
            {"action": rule["Action"], **{key: rule[key] for key in rule if key != "Action"}}
            for rule in properties["RetryStrategy"].get("EvaluateOnExit", [])
        ],
        "timeout_seconds": properties["Timeout"]["AttemptDurationSeconds"],
    }


def _referred(value: Any) -> str | None:
    if isinstance(value, dict) and len(value) == 1:
        if isinstance(value.get("Ref"), str):
            return str(value["Ref"])
        target = value.get("Fn::GetAtt")
        if target:
            return str(target[0] if isinstance(target, list) else target.split(".")[0])
    return None


def _rename(value: Any, names: Mapping[str, Any]) -> Any:
    name = _referred(value)
    if name is not None and name in names:
        return names[name]
    if isinstance(value, dict):
        return {key: _rename(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [_rename(inner, names) for inner in value]
    return value


def _refuse_dangling(value: Any, gone: set[str]) -> None:
    name = _referred(value)
    if name in gone:
        raise KeyError(f"the stage's template still needs {name}, which the stage leaves out")
    for inner in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        _refuse_dangling(inner, gone)
