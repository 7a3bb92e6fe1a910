"""The programs of a running stage, and what the role of each may do as it was deployed."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import boto3

from infra.local.config import STACK, StageState
from infra.local.privilege.grants import Grant, read_grants

_PROGRAM_ROLE = re.compile(
    r"(?:Functions(?P<function>[A-Z][a-z]+)|(?P<kind>[A-Z][a-z]+)Containers)Role[0-9A-F]{8}"
)
_FUNCTION = re.compile(r"Functions(?P<function>[A-Z][a-z]+)[0-9A-F]{8}")


@dataclass(frozen=True)
class Program:
    """A function or a kind of container."""

    name: str
    """As people call it: `api`, `media`."""
    principal: str
    """As it signs its calls in the record."""
    grants: frozenset[Grant]


def read_programs(stage: StageState, session: boto3.session.Session) -> list[Program]:
    """Read all programs from the stack that stands."""
    formation = session.client("cloudformation", endpoint_url=stage.emulator_url)
    pages = formation.get_paginator("list_stack_resources").paginate(StackName=STACK)
    found = {
        each["LogicalResourceId"]: each["PhysicalResourceId"]
        for page in pages
        for each in page["StackResourceSummaries"]
    }
    iam = session.client("iam", endpoint_url=stage.emulator_url)
    return [
        Program(name, principal, frozenset(_grants(iam, role))) for name, principal, role in _match(found)
    ]


def _match(found: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    functions = {
        match["function"]: physical
        for name, physical in found.items()
        if (match := _FUNCTION.fullmatch(name))
    }
    for name, role in sorted(found.items()):
        match = _PROGRAM_ROLE.fullmatch(name)
        if match and match["function"]:
            yield match["function"].lower(), functions[match["function"]], role
        elif match:
            kind = match["kind"].lower()
            yield kind, f"{STACK}-{kind}", role


def _grants(iam: Any, role: str) -> Iterator[Grant]:
    for policy in iam.list_role_policies(RoleName=role)["PolicyNames"]:
        document = iam.get_role_policy(RoleName=role, PolicyName=policy)["PolicyDocument"]
        yield from read_grants(document)
