"""One effect for each Idempotency-Key, whoever repeats it and whenever."""

import hashlib
import multiprocessing
from typing import Any

import pytest
from botocore.exceptions import EndpointConnectionError

from dailies.domain.ids import Owner
from dailies.domain.job import Job
from dailies.services.app import App
from functions.api.handler import _api
from tests.api.client import Client
from tests.api.doorway import dynamodb_door, leave_moto

CREATE = "/api/jobs/create"
PROCESSES = 16


def test_given_a_key_when_repeated_ten_times_then_one_job_and_equal_bytes(
    app: App, client: Client, owner: Owner
) -> None:
    texts = {client.post(CREATE, {"title": "a"}, key="k").text for _ in range(10)}
    assert (len(texts), len(list(app.store.jobs.list(owner)))) == (1, 1)


def test_given_a_key_when_repeated_then_the_replay_is_marked(client: Client) -> None:
    first, second = (client.post(CREATE, {"title": "a"}, key="k") for _ in range(2))
    assert "Idempotency-Replayed" not in first.headers
    assert (second.status, second.headers["Idempotency-Replayed"]) == (201, "true")


def test_given_a_key_when_used_with_another_body_then_422_and_no_job(
    app: App, client: Client, owner: Owner
) -> None:
    client.post(CREATE, {"title": "a"}, key="k")
    reply = client.post(CREATE, {"title": "b"}, key="k")
    assert (reply.status, reply.json["code"], len(list(app.store.jobs.list(owner)))) == (422, "key_reused", 1)


def test_given_a_key_when_another_owner_uses_it_then_both_have_a_job(client: Client) -> None:
    one = client.post(CREATE, {"title": "a"}, key="k")
    two = Client(f"{client.owner}-2").post(CREATE, {"title": "a"}, key="k")
    assert one.json["job_id"] != two.json["job_id"]


def test_given_no_key_when_posted_twice_then_two_jobs(app: App, client: Client, owner: Owner) -> None:
    for _ in range(2):
        client.post(CREATE, {"title": "a"})
    assert len(list(app.store.jobs.list(owner))) == 2


@pytest.mark.parametrize("key", ["", "a b", "a" * 256, "a\x7f", "ü", "a,b", "a\n"])
def test_given_an_unusable_key_when_posted_then_400_and_no_job(
    app: App, client: Client, owner: Owner, key: str
) -> None:
    reply = client.post(CREATE, {"title": "a"}, key=key)
    assert (reply.status, list(app.store.jobs.list(owner))) == (400, [])


@pytest.mark.parametrize("key", ["!", "~", "a" * 255, "8e03978e-40d5-43dd-bc93-6894a57f9324"])
def test_given_a_usable_key_when_posted_then_it_is_taken(client: Client, key: str) -> None:
    assert client.post(CREATE, {"title": "a"}, key=key).status == 201


def test_given_a_refused_request_when_repeated_with_another_body_then_the_key_is_free(
    client: Client, draft: Job
) -> None:
    path = f"/api/jobs/{draft.job_id}/start"
    refused = client.post(path, key="k")
    again = client.post(path, {}, key="k")
    assert [reply.json["code"] for reply in (refused, again)] == ["no_valid_files", "no_valid_files"]


def test_given_a_request_in_flight_when_repeated_then_409_says_when_to_come_back(
    app: App, client: Client, owner: Owner
) -> None:
    digest = hashlib.sha256(b'{"title": "a"}').hexdigest()
    app.store.requests.begin(owner, f"POST {CREATE}", "k", digest, "seed")
    reply = client.post(CREATE, {"title": "a"}, key="k")
    assert (reply.status, reply.json["code"], reply.headers["Retry-After"]) == (409, "in_flight", "2")


def test_given_an_answer_that_was_never_kept_when_repeated_then_the_same_job_comes(
    app: App, client: Client, owner: Owner, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lose(*_: Any) -> None:
        raise EndpointConnectionError(endpoint_url="http://table")

    with monkeypatch.context() as patch:
        patch.setattr("dailies.store.requests.Requests.finish", lose)
        assert client.post(CREATE, {"title": "a"}, key="k").status >= 500
    repeated = client.post(CREATE, {"title": "a"}, key="k")
    assert [job.job_id for job in app.store.jobs.list(owner)] == [repeated.json["job_id"]]


def test_given_slots_when_asked_again_with_the_key_then_the_same_slots_with_links_that_live(
    client: Client, draft: Job
) -> None:
    body = {"files": [{"name": "a.png", "size": 10}]}
    path = f"/api/jobs/{draft.job_id}/upload"
    first, second = (client.post(path, body, key="k") for _ in range(2))
    assert second.headers["Idempotency-Replayed"] == "true"
    assert first.json["uploads"][0]["upload_id"] == second.json["uploads"][0]["upload_id"]


def _post(door: str, racer: str, barrier: Any, answers: Any) -> None:
    leave_moto()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AWS_ENDPOINT_URL_DYNAMODB", door)
        _api.cache_clear()
        client = Client(racer)
        client.get("/api/jobs")  # makes the clients, so that all are ready when the race begins
        barrier.wait(timeout=60)
        reply = client.post(CREATE, {"title": "a"}, key="race")
        answers.put((reply.status, reply.headers.get("Retry-After"), reply.text))


def _race(racer: str) -> list[tuple[int, str | None, str]]:
    context = multiprocessing.get_context("fork")
    barrier, answers = context.Barrier(PROCESSES), context.Queue()
    with dynamodb_door() as door:
        racers = [
            context.Process(target=_post, args=(door, racer, barrier, answers), daemon=True)
            for _ in range(PROCESSES)
        ]
        for process in racers:
            process.start()
        replies = [answers.get(timeout=90) for _ in racers]
        for process in racers:
            process.join(timeout=30)
    return replies


def test_given_one_key_when_sixteen_processes_post_at_once_then_one_job_and_no_5xx(
    app: App, owner: Owner
) -> None:
    replies = _race(owner)
    assert len(list(app.store.jobs.list(owner))) == 1
    assert {status for status, _, _ in replies} <= {201, 409}
    assert len({text for status, _, text in replies if status == 201}) == 1
    assert all(retry_after for status, retry_after, _ in replies if status == 409)
