"""The CDK's template made ready for the emulator: AWS Batch's resources become names and one output.

Pure. The emulator refuses `AWS::Batch::*`; our own endpoint takes that part, so the resources go, what refers to
them gets their names, and what they say leaves as the output `BatchPlan`, resolved by the emulator itself.
"""

import copy
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

from infra.local.plan import PLAN_OUTPUT

Template = dict[str, Any]

_NAME_PROPERTIES = {
    "AWS::Batch::JobQueue": "JobQueueName",
    "AWS::Batch::JobDefinition": "JobDefinitionName",
    "AWS::Batch::ConsumableResource": "ConsumableResourceName",
}
LEFT_OUT_TYPES = {
    "AWS::Batch::": "the emulator refuses them; our own endpoint takes their part",
    "AWS::EC2::": "containers are processes here, so their network would be made for nobody",
    "AWS::CloudWatch::": "nobody is called at night by a stage; `dailies dash` shows the same figures from its logs",
    "AWS::SNS::": "the topic is for alarms alone",
}
"""Kinds of resources, by the start of their type, that the stage goes without, and why."""
LEFT_OUT_PARTS = {
    "Gallery": "the front door serves the gallery and the API under one address",
    "CustomCDKBucketDeployment": "it copies the gallery's files to where the stage does not look",
}
"""Whole constructs, by the start of their resources' names, that the stage goes without, and why."""
STOOD_FOR = {"AWS::CloudFront::Distribution": "localhost"}
"""What a reference to a part that is left out becomes: a sign-in may come back to the gallery, wherever it is."""
LEFT_UNSET = {
    "AWS::S3::Bucket": {
        "VersioningConfiguration": "nothing expires old versions here: what was deleted would stay on the disk",
    },
}
"""Properties that the stage goes without, by kind, and why."""
_TRANSFORM = "AWS::LanguageExtensions"


def prepare_template(template: Mapping[str, Any]) -> Template:
    """Give the template for the stage; raises KeyError when something kept needs what was left out."""
    resources: Mapping[str, Template] = template["Resources"]
    names = {
        name: resource["Properties"][_NAME_PROPERTIES[resource["Type"]]]
        for name, resource in resources.items()
        if resource["Type"] in _NAME_PROPERTIES
    }
    gone = {name for name, resource in resources.items() if is_left_out(name, resource)}
    kept = {
        name: _unset(_without(resource, gone)) for name, resource in resources.items() if name not in gone
    }
    prepared = copy.deepcopy({**template, "Resources": kept, "Transform": _TRANSFORM})
    if names:
        prepared["Outputs"][PLAN_OUTPUT] = {"Value": {"Fn::ToJsonString": _plan(resources)}}
    unheard = gone - set(names)
    prepared["Outputs"] = {
        name: output for name, output in prepared["Outputs"].items() if not _needs(output, unheard)
    }
    stood_for = {
        name: STOOD_FOR[resource["Type"]]
        for name, resource in resources.items()
        if resource["Type"] in STOOD_FOR
    }
    renamed: Template = _rename(prepared, {**names, **stood_for})
    for name in gone:
        if _needs(renamed, {name}):
            raise KeyError(f"the stage's template still needs {name}, which the stage leaves out")
    return renamed


def is_left_out(name: str, resource: Template) -> bool:
    """Tell whether the stage goes without a resource."""
    return resource["Type"].startswith(tuple(LEFT_OUT_TYPES)) or name.startswith(tuple(LEFT_OUT_PARTS))


def _without(resource: Template, gone: set[str]) -> Template:
    needed = resource.get("DependsOn", [])
    needed = [needed] if isinstance(needed, str) else needed
    kept = [name for name in needed if name not in gone]
    rest = {key: value for key, value in resource.items() if key != "DependsOn"}
    return {**rest, "DependsOn": kept} if kept else rest


def _unset(resource: Template) -> Template:
    without = LEFT_UNSET.get(resource["Type"], {})
    properties = {
        name: value for name, value in resource.get("Properties", {}).items() if name not in without
    }
    return {**resource, "Properties": properties} if without else resource


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


def _needs(value: Any, names: AbstractSet[str]) -> bool:
    """Tell whether a value refers to one of the names, however deep."""
    if _referred(value) in names:
        return True
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return any(_needs(each, names) for each in inner)
