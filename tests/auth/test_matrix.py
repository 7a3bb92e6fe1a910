"""Every route with every kind of token, through the real gateway into the real function: each cell as documented."""

import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import httpx2
import pytest

from dailies.domain.ids import Owner, task_id, upload_id
from dailies.domain.options import TaskKind
from dailies.domain.scopes import Scope, scope_needed
from dailies.domain.status import JobStatus, Status
from functions.api.openapi import describe_api
from tests.auth.conftest import Gate
from tests.store.makers import make_item, make_job, make_task, make_video

OWNER, STRANGER = Owner("matrix-owner"), Owner("matrix-stranger")
ROUTES = [
    (method.upper(), path) for path, operations in describe_api()["paths"].items() for method in operations
]
CALLERS = ("no token", "wrong audience", "expired", "other owner", "missing scope", "right")
REFUSED = {"no token": 401, "wrong audience": 401, "expired": 401, "missing scope": 403}
# What a stranger sends must be a good request, or it would be refused for something else.
BODIES: dict[str, Any] = {
    "/api/jobs/create": {"title": "A title"},
    "/api/jobs/{job_id}": {"title": "Another title"},
    "/api/jobs/{job_id}/upload": {"files": [{"name": "a.png", "size": 1}]},
    "/api/jobs/{job_id}/uploads/{upload_id}/complete": {"etags": ["abc"]},
    "/api/jobs/{job_id}/priority": {"priority": 1},
    "/api/videos/{video_id}/select": {"selected": True},
    "/api/videos/{video_id}/feedback": {"rating": 1},
    "/api/videos/upscale": {"video_ids": ["{video_id}"]},
    "/api/videos/download": {"video_ids": ["{video_id}"]},
    # Registering would need the Batch endpoint.
    "/api/accounts/{name}": {"needless": 1},
    "/api/accounts/{name}/session": {},
}
# The owner's own request is one that nothing comes of: it is let in, and nothing has to be waited for.
IDLE: dict[str, Any] = {
    "/api/videos/upscale": {"video_ids": []},
    "/api/videos/download": {"video_ids": []},
    "/api/items/{item_id}/rerun": {"prompt": ""},
    "/api/accounts/{name}/check": {"needless": 1},
}
LET_IN = {200, 201, 202, 204, 400, 409, 422}
"""400, 409 and 422 are about what was asked, which only those hear who were let in."""


@dataclass(frozen=True)
class Things:
    """Somebody's things, by the names that paths have for them."""

    ids: dict[str, str]

    @classmethod
    def of(cls, gate: Gate) -> "Things":
        """Put one of each into the table."""
        store = gate.app.store
        draft = store.jobs.add(make_job(OWNER))
        done = store.jobs.add(make_job(OWNER, status=JobStatus.DONE, tasks=1))
        item, video, task = make_item(done, status=Status.SUCCEEDED), make_video(done), make_task(done)
        store.units.add(item)
        store.videos.publish(video)
        store.table.transact(store.tasks.put_operation(task))
        return cls(
            {
                "job_id": draft.job_id,
                "item_id": item.item_id,
                "video_id": video.video_id,
                "task_id": task.task_id,
                "delivery_id": str(task_id(done.job_id, TaskKind.DELIVER, 1)),
                "upload_id": str(upload_id(draft.job_id, "a", "b")),
                "name": "studio-2",
            }
        )


def token_of(gate: Gate, caller: str, needed: Scope | None) -> str | None:
    forge = gate.forge
    good = forge.claims(OWNER)
    match caller:
        case "no token":
            return None
        case "wrong audience":
            return forge.sign({**good, "client_id": "another-app"})
        case "expired":
            return forge.sign({**good, "iat": good["iat"] - 7200, "exp": good["exp"] - 7200})
        case "other owner":
            return forge.sign({**good, "sub": STRANGER})
        case "missing scope":
            return forge.sign({**good, "scope": " ".join(each for each in Scope if each != needed)})
    return forge.sign(good)


def expected(caller: str, method: str, path: str) -> set[int]:
    if scope_needed(method, path) is None:
        return {200}
    if caller in REFUSED:
        return {REFUSED[caller]}
    # Site accounts are the installation's, and a list shows a stranger the stranger's own.
    names_a_thing = "{" in path and not path.startswith("/api/accounts/")
    takes_a_thing = "{video_id}" in str(BODIES.get(path))
    return (
        {404}
        if caller == "other owner" and (names_a_thing or takes_a_thing)
        else LET_IN | MAY_LACK.get(path, set())
    )


MAY_LACK: dict[str, set[int]] = {
    # Nothing was uploaded or delivered, and no check was made: that is what the owner is told, too.
    "/api/jobs/{job_id}/uploads/{upload_id}": {404},
    "/api/jobs/{job_id}/uploads/{upload_id}/complete": {404},
    "/api/jobs/{job_id}/uploads/{upload_id}/parts": {404},
    "/api/deliveries/{delivery_id}": {404},
    "/api/accounts/{name}/check": {404},
    "/api/accounts/{name}/session": {404},
}


@pytest.fixture(scope="module")
def http(gate: Gate) -> Iterator[httpx2.Client]:
    with httpx2.Client(base_url=gate.url, timeout=60, trust_env=False) as client:
        yield client


def ask(
    http: httpx2.Client, things: Things, method: str, path: str, body: Any, token: str | None
) -> httpx2.Response:
    headers = {"Idempotency-Key": uuid.uuid4().hex} if method == "POST" else {}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    if isinstance(body, dict) and body.get("video_ids") == ["{video_id}"]:
        body = {"video_ids": [things.ids["video_id"]]}
    return http.request(method, path.format_map(things.ids), json=body, headers=headers)


def test_given_every_route_and_kind_of_token_when_asked_then_each_answer_is_as_documented(
    gate: Gate, http: httpx2.Client, show: Callable[[str], None]
) -> None:
    things = Things.of(gate)
    wrong, cells = [], 0
    # The owner's own requests come last: they may change or remove what the others are refused.
    for caller in CALLERS:
        for method, path in sorted(ROUTES, key=lambda route: route[0] == "DELETE"):
            body = BODIES.get(path) if caller != "right" else IDLE.get(path, BODIES.get(path))
            token = token_of(gate, caller, scope_needed(method, path))
            answer = ask(http, things, method, path, None if method in {"GET", "DELETE"} else body, token)
            cells += 1
            if answer.status_code not in expected(caller, method, path):
                wrong.append(f"{method} {path} with {caller}: {answer.status_code} {answer.text[:200]}")
    show(f"routes x tokens as documented: {cells - len(wrong)}/{cells}")
    assert wrong == []
    assert cells == len(ROUTES) * len(CALLERS)


@pytest.mark.parametrize("path", ["/api/jobs", "/api/tasks", "/api/deliveries"])
def test_given_a_stranger_when_a_list_is_read_then_nothing_of_the_owners_is_in_it(
    gate: Gate, http: httpx2.Client, path: str
) -> None:
    things = Things.of(gate)
    answer = ask(http, things, "GET", path, None, gate.forge.sign(gate.forge.claims(STRANGER)))
    assert answer.status_code == 200
    assert not [one for name, one in things.ids.items() if name != "name" and one in answer.text]


@pytest.mark.parametrize(
    ("method", "path", "caller", "status", "code", "says"),
    [
        ("GET", "/api/jobs", "no token", 401, "unauthenticated", "Bearer"),
        ("GET", "/api/jobs", "expired", 401, "unauthenticated", "Bearer"),
        ("GET", "/api/jobs", "missing scope", 403, "scope_missing", None),
        ("GET", "/api/jobs/{job_id}", "other owner", 404, "not_found", None),
    ],
)
def test_given_a_refusal_when_read_then_it_is_a_problem_with_a_code(
    gate: Gate,
    http: httpx2.Client,
    method: str,
    path: str,
    caller: str,
    status: int,
    code: str,
    says: str | None,
) -> None:
    answer = ask(
        http, Things.of(gate), method, path, None, token_of(gate, caller, scope_needed(method, path))
    )
    assert answer.headers["content-type"] == "application/problem+json"
    told = (answer.status_code, answer.json()["code"], answer.headers.get("www-authenticate"))
    assert told == (status, code, says)
