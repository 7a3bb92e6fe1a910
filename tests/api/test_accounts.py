"""Site accounts over the API: limits, sessions, and no secret in any answer or log."""

import io
import json
from collections.abc import Iterator
from typing import Any

import pytest

from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from dailies.domain.job import Job
from dailies.domain.retry import Settlement
from dailies.domain.status import JobStatus, Status
from dailies.services.accounts import block_account
from dailies.services.app import App
from dailies.services.generating import rerun_item
from dailies.services.orchestration import finish, plan
from dailies.services.vault import read_session
from dailies.storage import keys
from dailies.store.keys import ACCOUNTS, Key
from tests.api.client import Client
from tests.store.makers import make_item

DEFAULT = AccountName("default")
CANARY = "canary-cookie-1d09"
EXPIRED = Failure(code="session_expired", detail="Signed out.", advice="Sign in again.")


def browser_state(**fields: Any) -> dict[str, Any]:
    """What a browser that is signed in would be sent with."""
    cookie = {"name": "SID", "value": CANARY, "domain": ".google.com", "path": "/", "expires": 1796000000.25}
    return {"cookies": [{**cookie, **fields}], "origins": []}


def only_account(client: Client) -> Any:
    (account,) = client.get("/api/accounts").json["accounts"]
    return account


@pytest.fixture(autouse=True)
def fresh(app: App) -> Iterator[None]:
    """Accounts belong to everybody: leave none to the next test."""
    yield
    names = [account.name for account in app.store.accounts.all()]
    app.store.table.delete_all(Key(pk=ACCOUNTS, sk=name) for name in names)


def test_given_a_new_installation_when_listed_then_the_default_account_is_ready(client: Client) -> None:
    reply = client.get("/api/accounts")
    assert (reply.json["login_url"], reply.json["providers"]) == ("https://flow.google.com", ["flow"])
    assert (only_account(client)["name"], only_account(client)["state"]) == ("default", "ready")


def test_given_limits_when_put_then_they_hold_and_what_is_left_out_is_the_default(client: Client) -> None:
    client.put("/api/accounts/studio-2", {"concurrency": 2, "daily_credits": 400})
    reply = client.put("/api/accounts/studio-2", {"submit_every_seconds": 1.5})
    limits = {name: reply.json[name] for name in ("concurrency", "submit_every_seconds", "daily_credits")}
    assert limits == {"concurrency": 5, "submit_every_seconds": 1.5, "daily_credits": None}


@pytest.mark.parametrize(
    "body",
    [
        {"concurrency": 6},
        {"concurrency": 0},
        {"concurrency": "5"},
        {"submit_every_seconds": -1},
        {"submit_every_seconds": 1e9},
        {"daily_credits": -1},
        {"state": "ready"},
    ],
)
def test_given_limits_that_cannot_be_when_put_then_they_are_refused(client: Client, body: Any) -> None:
    assert client.put("/api/accounts/default", body).status == 422


@pytest.mark.parametrize("name", ["Studio", "a_b", "-a", "a" * 42, "a@b.example", "a%2e%2e", "*"])
def test_given_a_name_that_cannot_be_when_put_then_there_is_no_such_account(
    client: Client, name: str
) -> None:
    assert client.put(f"/api/accounts/{name}", {}).status == 404


def test_given_a_session_when_put_then_a_worker_reads_it_and_no_answer_or_log_shows_it(
    client: Client, app: App, log: io.StringIO
) -> None:
    reply = client.put("/api/accounts/default/session", browser_state())
    read = read_session(app, DEFAULT)
    assert read is not None
    assert read["cookies"][0]["value"] == CANARY
    assert reply.json["session"]["signed_in_at"] is not None
    assert CANARY not in reply.text + client.get("/api/accounts").text + log.getvalue()


def test_given_a_session_when_refused_then_no_answer_or_log_shows_it(
    client: Client, log: io.StringIO
) -> None:
    for wrong in ({"path": "x"}, {"value": CANARY + "\n"}, {"sameSite": CANARY}, {"domain": "bank.example"}):
        reply = client.put("/api/accounts/default/session", browser_state(**wrong))
        assert (reply.status, CANARY in reply.text) == (422, False)
    assert CANARY not in log.getvalue()
    assert only_account(client)["session"] is None


def test_given_a_session_of_900_kb_when_put_then_it_is_taken(client: Client) -> None:
    entries = [{"name": str(number), "value": "x" * 1000} for number in range(900)]
    origin = {"origin": "https://flow.google.com", "localStorage": entries}
    body = {**browser_state(), "origins": [origin]}
    assert client.put("/api/accounts/default/session", body).status == 200


def test_given_a_session_of_more_than_1_mb_when_put_then_it_is_too_large(client: Client) -> None:
    body = {**browser_state(), "padding": "x" * 1024**2}
    assert client.put("/api/accounts/default/session", body).status == 413


def test_given_another_body_of_900_kb_when_sent_then_it_is_still_too_large(client: Client) -> None:
    assert client.put("/api/accounts/default", {"padding": "x" * 900_000}).status == 413


def test_given_an_account_that_nobody_made_known_when_its_session_is_put_then_it_is_not_found(
    client: Client,
) -> None:
    assert client.put("/api/accounts/nobody/session", browser_state()).status == 404


def test_given_a_session_when_deleted_then_nothing_of_it_is_left(client: Client, app: App) -> None:
    client.put("/api/accounts/default/session", browser_state())
    assert client.delete("/api/accounts/default/session").status == 204
    listed = app.objects.client.list_objects_v2(Bucket=app.objects.bucket, Prefix=keys.sessions(DEFAULT))
    assert (only_account(client)["session"], listed["KeyCount"]) == (None, 0)


@pytest.mark.usefixtures("client")
def test_given_nobody_who_signed_in_when_asked_then_nothing_is_shown() -> None:
    assert Client("").get("/api/accounts").status == 401


def _blocked_job(app: App, job: Job) -> None:
    app.store.units.add(make_item(job, 1, Status.SUCCEEDED))
    task = rerun_item(app, job.owner, make_item(job, 1).item_id, prompt=None)
    plan(app, job.owner, task.task_id)
    item = app.store.units.claim(app.store.units.item(job.owner, make_item(job, 1).item_id))
    app.store.units.settle(item, Settlement(status=Status.BLOCKED, failure=EXPIRED))
    block_account(app, DEFAULT, EXPIRED)
    finish(app, job.owner, task.task_id)


def test_given_a_job_that_waits_when_a_session_is_put_then_it_goes_on(
    client: Client, app: App, draft: Job
) -> None:
    _blocked_job(app, app.store.jobs.change(draft, {"status": JobStatus.DONE}, expected=frozenset(JobStatus)))
    shown = only_account(client)
    assert (shown["state"], shown["failure"]["advice"]) == ("blocked", "Sign in again.")
    assert client.put("/api/accounts/default/session", browser_state()).json["state"] == "ready"
    assert app.store.jobs.get(draft.owner, draft.job_id).status is JobStatus.RUNNING


def test_given_a_job_that_waits_when_its_user_retries_then_the_account_is_tried_again(
    client: Client, app: App, draft: Job
) -> None:
    _blocked_job(app, app.store.jobs.change(draft, {"status": JobStatus.DONE}, expected=frozenset(JobStatus)))
    assert client.post(f"/api/jobs/{draft.job_id}/retry").status == 200
    assert only_account(client)["state"] == "ready"


def test_given_a_state_as_a_browser_writes_it_when_put_then_what_it_has_beside_is_dropped(
    client: Client, app: App
) -> None:
    odd = browser_state(partitionKey="https://x.example", _crHasCrossSiteAncestor=False)
    assert client.put("/api/accounts/default/session", odd).status == 200
    assert "partitionKey" not in json.dumps(read_session(app, DEFAULT))
