"""The admin scope is for administrators."""

import ast
from pathlib import Path
from typing import Any

import pytest

import functions.tokens.handler as hook
from dailies.domain.scopes import Scope

_INLINE_LIMIT = 4096
"""CloudFormation's, in characters."""


def suppressed(groups: list[str] | None) -> Any:
    event = {"request": {"groupConfiguration": {"groupsToOverride": groups}}, "response": {}}
    answer = hook.handler(event, None)
    return answer["response"]["claimsAndScopeOverrideDetails"]["accessTokenGeneration"]["scopesToSuppress"]


@pytest.mark.parametrize(
    ("groups", "taken"),
    [
        (["admins"], []),
        (["crew", "admins"], []),
        (["crew"], [Scope.ADMIN]),
        ([], [Scope.ADMIN]),
        (None, [Scope.ADMIN]),
    ],
)
def test_given_a_users_groups_when_a_token_is_made_then_admin_is_left_to_administrators(
    groups: list[str] | None, taken: list[str]
) -> None:
    assert suppressed(groups) == taken


def test_given_the_hook_when_deployed_as_it_stands_then_it_needs_nothing_beside_it() -> None:
    source = Path(hook.__file__).read_text()
    imported = {
        getattr(node, "module", None) or node.names[0].name
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Import | ast.ImportFrom)
    }
    assert imported == {"typing"}
    assert len(source) <= _INLINE_LIMIT
