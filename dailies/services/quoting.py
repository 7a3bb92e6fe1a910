"""What a draft would cost: read and worked out, with nothing started or spent."""

from collections.abc import Iterable, Iterator
from typing import Literal

from dailies.domain.accounts import Account
from dailies.domain.errors import Conflict, InvalidInput
from dailies.domain.ids import AccountName, JobId, Owner
from dailies.domain.options import Options, Provider
from dailies.domain.quote import CapLeft, Quote, make_quote, refusals
from dailies.domain.status import JobStatus
from dailies.services.accounts import list_accounts
from dailies.services.app import App
from dailies.services.offering import refuse_impossible
from dailies.services.pairing import make_items
from dailies.store.spending import Spending


def quote_job(app: App, owner: Owner, job: JobId) -> Quote:
    """Quote a draft; refuses, as a start does, what is not a draft, not complete or not offered."""
    head = app.store.jobs.get(owner, job)
    if head.status is not JobStatus.DRAFT:
        raise Conflict(f"The job is {head.status}; only a draft can be started.", subject=job)
    options = head.options
    refuse_impossible(app, options)
    items = make_items(app, head)
    accounts = list_accounts(app) if options.provider is Provider.FLOW else []
    return make_quote(options, items, accounts, tuple(_caps(app, options, accounts)))


def refuse_unpayable(app: App, options: Options, items: int) -> None:
    """Raise InvalidInput for a job over its own cap, or of an account that is not there."""
    found = refusals(options, items, list_accounts(app) if options.account else [])
    if found:
        first = found[0]
        raise InvalidInput(
            first.detail, code=first.code, subject=first.subject, advice=first.advice, problems=found
        )


def _caps(app: App, options: Options, accounts: Iterable[Account]) -> Iterator[CapLeft]:
    if options.max_credits is not None:
        yield _cap("job", options.max_credits, 0)
    today, spending = app.clock().date(), Spending(app.store.table)
    for account in accounts:
        if account.daily_credits is not None and options.account in {None, account.name}:
            spent = spending.spent(account.name, today)
            yield _cap("account", account.daily_credits, spent, account.name)
    if app.settings.daily_credits and options.provider is Provider.FLOW:
        yield _cap("day", app.settings.daily_credits, spending.spent(None, today))


def _cap(
    of: Literal["job", "account", "day"], limit: int, spent: int, account: AccountName | None = None
) -> CapLeft:
    return CapLeft(of=of, account=account, limit=limit, spent=spent, left=max(0, limit - spent))
