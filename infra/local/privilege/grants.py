"""What a role may do, and how that compares with what was done."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dailies.domain.errors import InvalidInput
from infra.local.privilege.needs import Need

Document = Mapping[str, Any]
_UNDERSTOOD = frozenset({"Sid", "Effect", "Action", "Resource", "Condition"})
"""Conditions are read over: what a session's encryption must name is a matter of its own test."""


@dataclass(frozen=True)
class Grant:
    """One action, or a pattern of some, on one resource, or a pattern of some."""

    action: str
    resource: str

    def covers(self, need: Need) -> bool:
        """Tell whether the grant allows that; actions are the same in capitals and small letters."""
        acts = _pattern(self.action.lower()).fullmatch(need.action.lower())
        return acts is not None and _pattern(self.resource).fullmatch(need.resource) is not None


@dataclass(frozen=True)
class Comparison:
    """What one principal lacks, and what it has for nothing."""

    missing: frozenset[Need]
    unused: frozenset[Grant]


def read_grants(document: Document) -> Iterator[Grant]:
    """Give every pair of action and resource that a policy allows; raises InvalidInput for what it cannot judge."""
    for statement in _listed(document["Statement"]):
        if statement["Effect"] != "Allow" or not statement.keys() <= _UNDERSTOOD:
            raise InvalidInput(f"this statement is not understood: {dict(statement)}")
        for action in _listed(statement["Action"]):
            for resource in _listed(statement["Resource"]):
                yield Grant(action, resource)


def compare(needed: Iterable[Need], granted: Iterable[Grant]) -> Comparison:
    """Set what was done against what is allowed."""
    needs, grants = frozenset(needed), frozenset(granted)
    return Comparison(
        missing=frozenset(need for need in needs if not any(grant.covers(need) for grant in grants)),
        unused=frozenset(grant for grant in grants if not any(grant.covers(need) for need in needs)),
    )


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


@cache
def _pattern(text: str) -> re.Pattern[str]:
    """IAM knows two wildcards, and neither stops at a slash."""
    parts = {"*": ".*", "?": "."}
    return re.compile("".join(parts.get(letter) or re.escape(letter) for letter in text), re.DOTALL)
