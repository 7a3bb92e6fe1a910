"""Checks of site accounts over the API."""

from datetime import timedelta

import pytest

from dailies.domain.accounts import CheckResult
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from dailies.services.accounts import register_account
from dailies.services.app import App
from dailies.services.checking import record_check
from tests.api.client import Client

NAME = AccountName("crew")


def test_given_no_check_yet_when_read_then_nothing_is_said_of_it(app: App, client: Client) -> None:
    register_account(app, AccountName("new"))
    answer = client.get("/api/accounts/new/check")
    assert (answer.status, answer.json["passed"], answer.json["evidence"]) == (200, None, [])


def test_given_a_failed_check_when_read_then_it_names_the_step_and_links_what_was_seen(
    app: App, client: Client
) -> None:
    register_account(app, NAME)
    failure = Failure(code="ui_changed", detail="No such button.", subject="open settings")
    evidence = ("checks/crew/20261121T093000Z/screenshot.png",)
    result = CheckResult(
        passed=False,
        checked_at=app.clock(),
        step="open settings",
        failure=failure,
        evidence=evidence,
    )
    record_check(app, NAME, result)
    answer = client.get("/api/accounts/crew/check").json
    assert (answer["state"], answer["step"], answer["failure"]["code"]) == (
        "blocked",
        "open settings",
        "ui_changed",
    )
    [kept] = answer["evidence"]
    assert kept["name"] == "screenshot.png"
    assert "Signature=" in kept["url"]


@pytest.mark.parametrize(("minutes_ago", "under_way"), [(1, True), (60, False)])
def test_given_a_check_that_was_asked_for_when_read_then_it_is_under_way_for_as_long_as_one_may_take(
    app: App, client: Client, minutes_ago: int, under_way: bool
) -> None:
    register_account(app, NAME)
    app.store.accounts.change(NAME, {"check_asked_at": app.clock() - timedelta(minutes=minutes_ago)})
    assert client.get("/api/accounts/crew/check").json["under_way"] is under_way


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("name", ["nobody", "No.Name", "a" * 60])
def test_given_a_name_without_an_account_when_asked_then_it_is_not_found_or_no_name(
    client: Client, method: str, name: str
) -> None:
    assert client.send(method, f"/api/accounts/{name}/check").status in {404, 422}
