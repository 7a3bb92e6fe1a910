"""What every answer has in common: headers, one log line, and silence about what failed inside."""

import io
import json
import subprocess
import sys
from typing import Any

import pytest
from botocore.exceptions import ClientError

from dailies.domain.errors import LimitReached, OutputInvalid
from dailies.domain.job import Job
from dailies.telemetry.logs import lead
from functions.api import openapi
from functions.api.logs import logger
from functions.api.models.problem import Problem
from functions.api.problems import is_crash, respond
from tests.api.client import Client

BUDGET = ("boto3", "botocore.session", "botocore.client", "playwright", "ffmpeg", "rich", "click", "PIL")
NEVER = (
    *BUDGET,
    "aws_xray_sdk",
    "requests",
    "httpx2",
    "aws_lambda_powertools.event_handler.openapi.swagger_ui",
)


@pytest.mark.parametrize("path", ["/health", "/api/jobs", "/nope", "/api/jobs/x"])
def test_given_any_answer_when_sent_then_it_has_the_security_headers(client: Client, path: str) -> None:
    headers = client.get(path).headers
    assert (headers["X-Content-Type-Options"], headers["Cache-Control"]) == ("nosniff", "no-store")


def test_given_a_script_in_a_title_when_read_then_it_is_json_and_as_sent(client: Client) -> None:
    title = "<script>alert(1)</script>{{7*7}}${jndi:x}%s"
    reply = client.post("/api/jobs/create", {"title": title})
    assert (reply.headers["Content-Type"], reply.json["title"]) == ("application/json", title)


def test_given_a_request_when_answered_then_one_json_line_says_which_and_nothing_of_its_body(
    client: Client, draft: Job, log: io.StringIO
) -> None:
    client.get("/health")
    lead(logger, "INFO")
    body = {"files": [{"name": "canary.png", "size": 10}]}
    client.post(f"/api/jobs/{draft.job_id}/upload", body, key="canary-key")
    lead(logger, "WARNING")
    (line,) = log.getvalue().splitlines()
    entry = json.loads(line)
    assert {name: entry[name] for name in ("message", "method", "route", "status", "correlation_id")} == {
        "message": "request",
        "method": "POST",
        "route": "/api/jobs/{job_id}/upload",
        "status": 200,
        "correlation_id": "request-1",
    }
    assert (entry["job_id"], "canary" in line) == (draft.job_id, False)


def test_given_a_failure_of_ours_when_answered_then_500_tells_nothing_of_it(
    client: Client, monkeypatch: pytest.MonkeyPatch, log: io.StringIO
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise RuntimeError("canary")

    monkeypatch.setattr("dailies.store.jobs.Jobs.list", fail)
    reply = client.get("/api/jobs")
    Problem.model_validate_json(reply.text)
    assert (reply.status, "canary" in reply.text) == (500, False)
    assert "canary" in log.getvalue()


@pytest.mark.parametrize(
    "code", ["ThrottlingException", "ProvisionedThroughputExceededException", "SlowDown"]
)
def test_given_storage_that_throttles_when_answered_then_503_says_when_to_come_back(code: str) -> None:
    error = ClientError({"Error": {"Code": code, "Message": "m"}}, "GetItem")
    answer = respond(error, "r")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "2")


def test_given_a_limit_when_answered_then_429_says_when_to_come_back() -> None:
    answer = respond(LimitReached("Too many.", retry_after_seconds=60), "r")
    assert (answer.status_code, answer.headers["Retry-After"]) == (429, "60")


def test_given_an_event_that_is_none_when_answered_then_it_is_still_the_one_shape(client: Client) -> None:
    assert client
    from functions.api.handler import handler  # noqa: PLC0415 - no client builds such an event

    Problem.model_validate_json(handler({}, None)["body"])


def test_given_errors_when_told_apart_then_only_ours_are_crashes() -> None:
    assert [is_crash(LimitReached("a", retry_after_seconds=1)), is_crash(OutputInvalid("a"))] == [False, True]


def test_given_the_committed_document_when_the_api_is_described_then_they_are_equal() -> None:
    assert openapi.main(["--check"]) == 0


def test_given_another_document_when_checked_then_the_drift_is_told(
    tmp_path: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "openapi.json"
    other.write_text("{}")
    monkeypatch.setattr(openapi, "PLACE", other)
    assert openapi.main(["--check"]) == 1


def test_given_a_cold_start_when_the_handler_is_imported_then_nothing_heavy_is() -> None:
    every_route = "from functions.api.resolver import build_resolver; build_resolver()"
    found = f"print([name for name in {NEVER!r} if name in sys.modules])"
    code = f"import sys, functions.api.handler; {every_route}; {found}"
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60, check=True
    )
    assert done.stdout.strip() == "[]"
