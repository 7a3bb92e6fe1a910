"""How tests read a template."""

import json
from typing import Any

Template = dict[str, Any]
PARAMETERS = {"FlowUrl": "http://127.0.0.1:1", "FlowAccount": "crew", "FlowBrowsers": "2"}
"""What tests deploy with."""


def resources(template: Template, kind: str) -> dict[str, Template]:
    return {name: each["Properties"] for name, each in template["Resources"].items() if each["Type"] == kind}


def own_functions(template: Template) -> list[Template]:
    """Give the functions of ours; the CDK brings one that copies the gallery's files."""
    functions = resources(template, "AWS::Lambda::Function")
    return [each for name, each in functions.items() if name.startswith("Functions")]


def only(template: Template, kind: str) -> Template:
    (found,) = resources(template, kind).values()
    return found


def listed(value: Any) -> list[Any]:
    """Give what a policy names, one or several, as a list."""
    return value if isinstance(value, list) else [value]


def statements(template: Template) -> list[Template]:
    policies = resources(template, "AWS::IAM::Policy").values()
    return [statement for policy in policies for statement in policy["PolicyDocument"]["Statement"]]


def function_statements(template: Template, name: str) -> str:
    policies = resources(template, "AWS::IAM::Policy")
    (found,) = (policy for key, policy in policies.items() if key.startswith(f"Functions{name}Role"))
    return json.dumps(found["PolicyDocument"])


def keys(schema: list[Template]) -> dict[str, str]:
    return {entry["KeyType"]: entry["AttributeName"] for entry in schema}
