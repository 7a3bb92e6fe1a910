"""Which scope a request needs, and what a token without it is told."""

from contextlib import nullcontext
from itertools import combinations

import pytest

from dailies.domain.ids import Owner
from dailies.domain.scopes import Scope, scope_needed
from functions.api.openapi import describe_api
from functions.api.owner import Caller, ScopeMissing, caller_of
from functions.api.problems import respond

ROUTES = [
    (method.upper(), path) for path, operations in describe_api()["paths"].items() for method in operations
]
GRANTS = [frozenset(grant) for size in range(4) for grant in combinations(Scope, size)]


def event(**claims: object) -> dict[str, object]:
    return {"requestContext": {"authorizer": {"jwt": {"claims": {"sub": "bob", **claims}}}}}


def test_given_every_route_when_asked_then_only_health_is_public() -> None:
    public = [route for route in ROUTES if scope_needed(*route) is None]
    assert public == [("GET", "/health")]


@pytest.mark.parametrize(
    ("method", "path", "scope"),
    [
        ("GET", "/api/jobs", Scope.READ),
        ("GET", "/api/accounts/{name}/check", Scope.READ),
        ("POST", "/api/jobs/create", Scope.WRITE),
        ("DELETE", "/api/jobs/{job_id}", Scope.WRITE),
        ("PUT", "/api/accounts/{name}", Scope.ADMIN),
        ("DELETE", "/api/accounts/{name}/session", Scope.ADMIN),
        ("POST", "/api/accountsx", Scope.WRITE),
        ("POST", "/health", None),
        ("GET", "/health/", Scope.READ),
        ("GET", "/anything", Scope.READ),
    ],
)
def test_given_a_route_when_asked_then_its_scope_is(method: str, path: str, scope: Scope | None) -> None:
    assert scope_needed(method, path) is scope


@pytest.mark.parametrize("granted", GRANTS)
@pytest.mark.parametrize("needed", Scope)
def test_given_scopes_when_one_is_needed_then_no_other_stands_in_for_it(
    needed: Scope, granted: frozenset[str]
) -> None:
    caller = Caller(Owner("bob"), granted)
    with nullcontext() if needed in granted else pytest.raises(ScopeMissing):
        caller.require(needed)


@pytest.mark.parametrize(
    "claims",
    [
        {"scope": "openid dailies/read dailies/write"},
        {"scp": "[dailies/read dailies/write]"},
        {"scope": "dailies/read", "scp": "dailies/write"},
    ],
)
def test_given_scopes_in_either_claim_when_read_then_all_are_found(claims: dict[str, str]) -> None:
    assert {Scope.READ, Scope.WRITE} <= caller_of(event(**claims)).scopes


@pytest.mark.parametrize(
    "claims", [{}, {"scope": ""}, {"scope": None}, {"scope": "dailies/reader"}, {"scp": []}]
)
def test_given_no_such_scope_when_required_then_refused(claims: dict[str, object]) -> None:
    with pytest.raises(ScopeMissing):
        caller_of(event(**claims)).require(Scope.READ)


def test_given_a_missing_scope_when_told_then_the_answer_names_it() -> None:
    answer = respond(ScopeMissing(Scope.WRITE), "r1")
    assert (answer.status_code, answer.headers["WWW-Authenticate"]) == (
        403,
        'Bearer error="insufficient_scope", scope="dailies/write"',
    )
    assert '"code":"scope_missing"' in (answer.body or "")
