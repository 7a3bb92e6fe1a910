"""Checks of site accounts: asking for one, and what its finding does to the account and to the jobs behind it."""

from datetime import datetime
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from dailies.domain.accounts import Account, CheckResult
from dailies.domain.checks import CHECK_LIMIT, is_cured, is_due, is_under_way, stops_account
from dailies.domain.ids import AccountName
from dailies.services.accounts import block_account, list_accounts, read_account, resume_account
from dailies.services.app import App, logger
from dailies.services.orchestration import SHARE
from dailies.telemetry.emf import emit
from dailies.telemetry.metrics import sample

if TYPE_CHECKING:
    from mypy_boto3_batch.type_defs import SubmitJobRequestTypeDef

VARIABLE = "DAILIES_CHECK"
"""Tells the automation container to check that account instead of working through a batch."""
_FIRST = 9999
"""A check is short, and what it overtakes may be waiting for a site that changed."""


class CheckRequest(BaseModel):
    """A check that is on its way."""

    model_config = ConfigDict(frozen=True)

    account: AccountName
    asked_at: datetime
    started: bool = True
    """False where one was under way already."""


def request_check(app: App, name: AccountName) -> CheckRequest:
    """Send a container to walk up to the paid click; one that is under way already is as good."""
    account, moment = read_account(app, name), app.clock()
    if account.check_asked_at is not None and is_under_way(account, moment):
        return CheckRequest(account=name, asked_at=account.check_asked_at, started=False)
    app.aws.batch.submit_job(**_batch_job(app, name))
    app.store.accounts.change(name, {"check_asked_at": moment})
    return CheckRequest(account=name, asked_at=moment)


def request_due_checks(app: App) -> list[AccountName]:
    """Check every account that is used and free; gives their names."""
    due = [account.name for account in list_accounts(app) if is_due(account, app.clock())]
    return [request_check(app, name).account for name in due]


def record_check(
    app: App,
    name: AccountName,
    result: CheckResult,
    *,
    seen: Account | None = None,
    project: str | None = None,
) -> None:
    """Keep a check's finding; a changed site stops the account with one notice, a passed check starts it again.

    `seen` is the account as the check began with it, `project` the one that it was made in.
    """
    account = app.store.accounts.change(name, _learned(result, project))
    emit([sample("CheckFailures", int(not result.passed))])
    code = result.failure.code if result.failure else None
    logger.info(
        "checked", extra={"account": name, "passed": result.passed, "step": result.step, "code": code}
    )
    if result.failure and stops_account(result.failure):
        block_account(app, name, result.failure, seen=seen)
    elif result.passed and is_cured(account):
        resume_account(app, name)


def end_check(app: App, name: AccountName) -> None:
    """Say that a check ended without a finding, so that the next may be asked for at once."""
    app.store.accounts.change(name, {"check_asked_at": None})


def _learned(result: CheckResult, project: str | None) -> dict[str, object]:
    learned: dict[str, object] = {"check": result, "check_asked_at": None}
    if result.passed:
        learned |= {"pack": result.pack, "seen_alive_at": result.checked_at}
    return learned | ({"check_project": project} if project else {})


def _batch_job(app: App, name: AccountName) -> "SubmitJobRequestTypeDef":
    settings = app.settings
    request: SubmitJobRequestTypeDef = {
        "jobName": f"check-{name}",
        "jobQueue": settings.automation_queue,
        "jobDefinition": settings.automation_job,
        "shareIdentifier": SHARE,
        "schedulingPriorityOverride": _FIRST,
        "timeout": {"attemptDurationSeconds": int(CHECK_LIMIT.total_seconds())},
        "containerOverrides": {"environment": [{"name": VARIABLE, "value": name}]},
    }
    if settings.flow_resource:
        request["consumableResourcePropertiesOverride"] = {
            "consumableResourceList": [{"consumableResource": settings.flow_resource + name, "quantity": 1}]
        }
    return request
