"""Checks of site accounts: asked for once, and what their finding does."""

import logging

import pytest

from dailies.domain.accounts import Account, AccountState, CheckResult, Session
from dailies.domain.errors import NotFound
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from dailies.domain.job import Job
from dailies.domain.status import JobStatus, Status
from dailies.services.accounts import block_account, read_account, register_account
from dailies.services.app import App
from dailies.services.checking import end_check, record_check, request_check, request_due_checks
from dailies.services.orchestration import finish
from tests.local_batch.served import Served
from tests.services.scenes import items_of, planned, tasks_of

CHANGED = Failure(code="ui_changed", detail="No button of that name.", subject="open settings")


@pytest.fixture
def account(app: App, alone: None) -> Account:  # noqa: ARG001 - nothing is left of it
    """An account that somebody works with."""
    return register_account(app, AccountName("crew"))


def found(app: App, **fields: object) -> CheckResult:
    return CheckResult.model_validate({"passed": True, "checked_at": app.clock(), "pack": "flow-c", **fields})


def failed(app: App, failure: Failure = CHANGED) -> CheckResult:
    return found(app, passed=False, failure=failure, step=failure.subject)


def checks_of(batch: Served, name: str) -> list[str]:
    """Name the jobs that check an account, newest first."""
    listed = batch.client.list_jobs(
        jobQueue="automation", filters=[{"name": "JOB_NAME", "values": [f"check-{name}"]}]
    )
    return [job["jobId"] for job in listed["jobSummaryList"]]


def test_given_an_account_when_checked_then_a_container_with_its_browser_is_asked_for(
    app: App, batch: Served, account: Account
) -> None:
    request_check(app, account.name)
    job = batch.detail(checks_of(batch, "crew")[0])
    assert {"name": "DAILIES_CHECK", "value": "crew"} in job["container"]["environment"]
    assert job["timeout"] == {"attemptDurationSeconds": 300}
    needs = job["consumableResourceProperties"]["consumableResourceList"]
    assert needs == [{"consumableResource": "flow-crew", "quantity": 1}]


def test_given_a_check_under_way_when_another_is_asked_for_then_the_first_is_as_good(
    app: App, batch: Served, account: Account
) -> None:
    before = len(checks_of(batch, "crew"))
    first, second = request_check(app, account.name), request_check(app, account.name)
    assert (first.started, second.started, second.asked_at) == (True, False, first.asked_at)
    assert len(checks_of(batch, "crew")) == before + 1


def test_given_a_check_that_ended_without_a_finding_when_asked_again_then_another_begins(
    app: App, account: Account
) -> None:
    request_check(app, account.name)
    end_check(app, account.name)
    assert request_check(app, account.name).started is True


def test_given_no_such_account_when_a_check_is_asked_for_then_it_is_refused(app: App) -> None:
    with pytest.raises(NotFound):
        request_check(app, AccountName("nobody"))


def test_given_accounts_when_the_schedule_comes_by_then_only_one_with_a_session_is_checked(
    app: App, account: Account
) -> None:
    register_account(app, AccountName("unused"))
    kept = Session(key="sessions/crew/1.bin", saved_at=app.clock())
    app.store.accounts.change(account.name, {"session": kept})
    assert request_due_checks(app) == [account.name]
    assert request_due_checks(app) == []


def test_given_a_changed_site_when_the_finding_is_recorded_twice_then_the_account_stops_with_one_notice(
    app: App, account: Account, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, logger="dailies"):
        record_check(app, account.name, failed(app))
        record_check(app, account.name, failed(app))
    stopped = read_account(app, account.name)
    assert (stopped.state, stopped.notices, stopped.failure) == (AccountState.BLOCKED, 1, CHANGED)
    assert [record.message for record in caplog.records].count("notice") == 1


def test_given_a_failure_that_passes_when_recorded_then_the_account_goes_on(
    app: App, account: Account
) -> None:
    busy = Failure(code="site_unavailable", detail="The site answered 503.", retryable=True)
    record_check(app, account.name, failed(app, busy))
    seen = read_account(app, account.name)
    assert (seen.state, seen.check is not None and seen.check.failure) == (AccountState.READY, busy)


def test_given_a_stopped_account_when_a_check_passes_with_another_pack_then_it_goes_on_with_that(
    app: App, account: Account
) -> None:
    block_account(app, account.name, CHANGED)
    record_check(app, account.name, found(app, pack="flow-b"), project="https://site.test/project/1")
    seen = read_account(app, account.name)
    assert (seen.state, seen.pack) == (AccountState.READY, "flow-b")
    assert (seen.check_project, seen.check_asked_at) == ("https://site.test/project/1", None)


def test_given_an_account_stopped_for_a_person_when_a_check_passes_then_it_stays_stopped(
    app: App, account: Account
) -> None:
    block_account(app, account.name, Failure(code="unusual_activity", detail="The site saw something."))
    record_check(app, account.name, found(app))
    assert read_account(app, account.name).state is AccountState.BLOCKED


def test_given_a_session_that_a_person_replaced_when_an_older_check_fails_then_the_account_goes_on(
    app: App, account: Account
) -> None:
    app.store.accounts.change(account.name, {}, raise_by={"sign_ins": 1})
    record_check(app, account.name, failed(app), seen=account)
    assert read_account(app, account.name).state is AccountState.READY


def test_given_a_job_that_waits_for_the_account_when_a_check_passes_then_it_is_started_again(
    app: App, draft: Job
) -> None:
    default = app.settings.flow_account
    read_account(app, default)
    block_account(app, default, CHANGED)
    task = planned(app, draft)
    finish(app, task.owner, task.task_id)
    assert [item.status for item in items_of(app, draft)] == [Status.BLOCKED]
    record_check(app, default, found(app))
    assert len(tasks_of(app, draft)) == 2
    assert app.store.jobs.get(draft.owner, draft.job_id).status is JobStatus.RUNNING
