"""Nobody sees, changes or learns of what is another's: every route that names something."""

from typing import Any

import pytest

from dailies.domain.ids import OWNER_PATTERN, Owner, is_valid, task_id, upload_id, video_id
from dailies.domain.job import Job, Task
from dailies.domain.units import Delivery, Item, Video
from dailies.services.app import App
from functions.api.openapi import describe_api
from functions.api.owner import Unauthenticated, caller_of
from tests.api.client import Client, Reply

BODIES: dict[str, Any] = {
    "/api/jobs/{job_id}": {"title": "Another title"},
    "/api/jobs/{job_id}/upload": {"files": [{"name": "a.png", "size": 1}]},
    "/api/jobs/{job_id}/uploads/{upload_id}/complete": {"etags": ["abc"]},
    "/api/jobs/{job_id}/priority": {"priority": 1},
    "/api/videos/{video_id}/select": {"selected": True},
    "/api/videos/{video_id}/feedback": {"rating": 1},
}
ROUTES = [
    (method.upper(), path)
    for path, operations in describe_api()["paths"].items()
    for method in operations
    if "{" in path and not path.startswith("/api/accounts/")  # which belong to the installation
]
WITH_VIDEOS = ["/api/videos/upscale", "/api/videos/download"]
BAD_IDS = [
    "x",
    "..",
    "%2e%2e",
    "J" * 22,
    "j" + "0" * 20 + "\u0661",
    "a#b",
    "a|b",
    "%00",
    "j" * 300,
    "j" + "u" * 21,
]


@pytest.fixture
def ids(draft: Job, item: Item, video: Video, task: Task, delivery: Delivery) -> dict[str, str]:
    """Names of things that are there, and the owner's."""
    return {
        "job_id": draft.job_id,
        "item_id": item.item_id,
        "video_id": video.video_id,
        "task_id": task.task_id,
        "delivery_id": str(delivery.task_id),
        "upload_id": upload_id(draft.job_id, "a", "b"),
    }


@pytest.fixture
def stranger(client: Client) -> Client:
    """Somebody else."""
    return Client(f"{client.owner}-stranger")


def _send(client: Client, method: str, path: str, ids: dict[str, str]) -> Reply:
    body = BODIES.get(path)
    if method == "PUT":
        return client.put(path.format_map(ids), body)
    if method == "PATCH":
        return client.patch(path.format_map(ids), body)
    if method == "POST":
        return client.post(path.format_map(ids), body)
    return client.send(method, path.format_map(ids))


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_given_anothers_id_when_used_then_it_is_as_if_it_could_not_be(
    stranger: Client, ids: dict[str, str], method: str, path: str
) -> None:
    foreign = _send(stranger, method, path, ids)
    impossible = _send(stranger, method, path, dict.fromkeys(ids, "x"))
    assert (foreign.status, foreign.text) == (404, impossible.text)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("path", WITH_VIDEOS)
def test_given_anothers_video_when_asked_for_then_it_is_as_if_it_could_not_be(
    stranger: Client, video: Video, path: str
) -> None:
    foreign = stranger.post(path, {"video_ids": [video.video_id]})
    impossible = stranger.post(path, {"video_ids": ["../x"]})
    assert (foreign.status, foreign.json["subject"]) == (404, video.video_id)
    assert foreign.text.replace(video.video_id, "../x") == impossible.text


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("path", WITH_VIDEOS)
def test_given_a_video_that_never_was_when_asked_for_then_404(client: Client, item: Item, path: str) -> None:
    assert client.post(path, {"video_ids": [video_id(item.item_id, 77, 1)]}).status == 404


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_given_ids_out_of_pattern_when_used_then_404(client: Client, method: str, path: str) -> None:
    names = ("job_id", "item_id", "video_id", "task_id", "delivery_id", "upload_id")
    statuses = {bad: _send(client, method, path, dict.fromkeys(names, bad)).status for bad in BAD_IDS}
    assert statuses == dict.fromkeys(BAD_IDS, 404)


def test_given_a_deleted_job_when_used_then_404(client: Client, draft: Job) -> None:
    client.delete(f"/api/jobs/{draft.job_id}")
    assert client.delete(f"/api/jobs/{draft.job_id}").status == 404


def test_given_a_task_that_delivers_nothing_when_read_as_delivery_then_404(
    client: Client, draft: Job
) -> None:
    assert client.get(f"/api/deliveries/{task_id(draft.job_id, 'generate', 1)}").status == 404


def test_given_two_owners_when_listed_then_each_sees_their_own(stranger: Client, draft: Job) -> None:
    assert draft
    assert stranger.get("/api/jobs").json["jobs"] == []


def test_given_no_token_when_used_then_401_says_how(app: App) -> None:
    assert app
    reply = Client("").get("/api/jobs")
    assert (reply.status, reply.headers["WWW-Authenticate"]) == (401, "Bearer")


def test_given_no_token_when_health_is_asked_then_it_answers(app: App) -> None:
    assert app
    assert Client("").get("/health").json == {"status": "ok"}


@pytest.mark.parametrize(
    "header", ["x-owner", "x-forwarded-user", "x-original-url", "x-http-method-override", "cookie"]
)
def test_given_headers_that_claim_an_owner_when_sent_then_they_are_ignored(
    stranger: Client, draft: Job, header: str
) -> None:
    reply = stranger.send("GET", "/api/jobs", headers={header: draft.owner})
    assert reply.json["jobs"] == []


@pytest.mark.parametrize("subject", ["a@b.c", "auth0|1", "x#y", "ü", "a" * 65, "-a", "a\n"])
def test_given_a_subject_out_of_pattern_when_read_then_the_owner_is_its_hash(subject: str) -> None:
    owner = caller_of(Client(subject).event("GET", "/", None, "", {})).owner
    assert is_valid(OWNER_PATTERN, owner)
    assert owner != subject


def test_given_two_subjects_out_of_pattern_when_read_then_the_owners_differ() -> None:
    owners = {caller_of(Client(sub).event("GET", "/", None, "", {})).owner for sub in ("a@b.c", "a@b.d")}
    assert len(owners) == 2


@pytest.mark.parametrize("claims", [None, [], {"sub": 5}, {"sub": ""}, {"sub": ["a"]}])
def test_given_odd_claims_when_read_then_nobody_is_signed_in(claims: Any) -> None:
    with pytest.raises(Unauthenticated):
        caller_of({"requestContext": {"authorizer": {"jwt": {"claims": claims}}}})


def test_given_a_plain_subject_when_read_then_it_is_the_owner() -> None:
    assert caller_of(Client("bob-7").event("GET", "/", None, "", {})).owner == Owner("bob-7")
