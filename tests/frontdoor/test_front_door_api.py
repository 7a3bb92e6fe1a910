"""The way to the API, and what the door refuses before anything else."""

import socket

import httpx2
import pytest
from starlette.testclient import TestClient

from infra.local.frontdoor import FrontDoorConfig, create_front_door

from .behind import Behind, raw_status
from .conftest import POOL


def test_given_a_call_when_relayed_then_path_query_and_host_are_what_the_emulator_needs(
    door: httpx2.Client, behind: Behind
) -> None:
    door.get("/api/jobs?cursor=a%2Bb%20c", headers={"X-Forwarded-Host": "forged"})
    seen = behind.requests[-1]
    assert seen.target == "/api/jobs?cursor=a%2Bb%20c"
    assert seen.headers["host"] == "abc.execute-api.localhost:4566"
    assert seen.headers["x-forwarded-host"] == door.base_url.netloc.decode()


@pytest.mark.parametrize("path", ["/api/jobs", "/health"])
def test_given_an_answer_when_relayed_then_it_is_not_stored_nor_sniffed(
    door: httpx2.Client, path: str
) -> None:
    answer = door.get(path)
    assert answer.json() == {"ok": True}
    assert answer.headers["cache-control"] == "no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-kept"] == "1"


def test_given_headers_of_one_connection_when_relayed_then_they_are_dropped(
    door: httpx2.Client, behind: Behind
) -> None:
    answer = door.get(
        "/api/jobs", headers={"Connection": "keep-alive, x-mine", "x-mine": "1", "TE": "trailers"}
    )
    assert {"x-mine", "te"}.isdisjoint(behind.requests[-1].headers)
    assert {"x-secret-hop", "access-control-allow-origin"}.isdisjoint(answer.headers)


def test_given_a_crashed_handler_when_answered_then_its_trace_stays_behind(door: httpx2.Client) -> None:
    answer = door.get("/api/crash")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    assert len(answer.json()["request_id"]) == 32
    assert "CANARY" not in answer.text


def test_given_a_problem_of_the_api_when_answered_then_it_passes(door: httpx2.Client) -> None:
    answer = door.get("/api/refused")
    assert (answer.status_code, answer.json()) == (503, {"code": "conflict"})


def test_given_a_body_over_the_limit_when_sent_then_413_and_nothing_arrives(
    door: httpx2.Client, behind: Behind
) -> None:
    answer = door.post("/api/jobs", content=b"x" * 1_000_001)
    assert (answer.status_code, answer.json()["code"]) == (413, "too_large")
    assert behind.requests == []


def test_given_a_body_without_a_length_over_the_limit_when_sent_then_413(door: httpx2.Client) -> None:
    answer = door.post("/api/jobs", content=(b"x" * 100_000 for _ in range(11)))
    assert answer.status_code == 413


def test_given_a_body_within_the_limit_when_sent_then_all_of_it_arrives(
    door: httpx2.Client, behind: Behind
) -> None:
    door.post("/api/jobs", content=b"x" * 1_000_000)
    assert behind.requests[-1].size == 1_000_000


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", ""])
def test_given_a_foreign_host_when_asked_then_421(door: httpx2.Client, host: str) -> None:
    answer = door.get("/api/jobs", headers={"Host": host})
    assert (answer.status_code, answer.json()["code"]) == (421, "wrong_host")


@pytest.mark.parametrize("origin", ["https://evil.example", "null", "http://127.0.0.1:1", ""])
def test_given_a_foreign_page_when_it_posts_then_403(
    door: httpx2.Client, behind: Behind, origin: str
) -> None:
    assert door.post("/api/jobs", headers={"Origin": origin}).status_code == 403
    assert behind.requests == []


def test_given_our_own_page_when_it_posts_then_it_passes(door: httpx2.Client) -> None:
    assert door.post("/api/jobs", headers={"Origin": str(door.base_url).rstrip("/")}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/api/../_admin/reset", "/api/%2e%2e/_admin", "/api/%252e%252e/x", "/api//x", "/api/a%5cb"]
)
def test_given_a_path_that_servers_read_differently_when_asked_then_400(
    door: httpx2.Client, behind: Behind, path: str
) -> None:
    assert raw_status(door.base_url.netloc.decode(), f"GET {path}") == 400
    assert behind.requests == []


def test_given_an_answer_that_breaks_off_when_read_then_the_reader_notices(door: httpx2.Client) -> None:
    with pytest.raises(httpx2.RemoteProtocolError):
        door.get("/api/cut")


def test_given_nobody_behind_when_asked_then_503_in_plain_words() -> None:
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))  # bound and not listening: refuses
        config = FrontDoorConfig(
            port=8000,
            emulator_url=f"http://127.0.0.1:{closed.getsockname()[1]}",
            api_host="abc.execute-api.localhost:1",
            buckets=frozenset(),
            pool=POOL,
        )
        with TestClient(create_front_door(config), base_url="http://127.0.0.1:8000") as client:
            answer = client.get("/api/jobs")
    assert (answer.status_code, answer.json()["code"]) == (503, "unavailable")
