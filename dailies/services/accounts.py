"""Accounts of the generating site: their limits, their sessions, and what follows when a person must act or did."""

from typing import Any

from dailies.domain.accounts import Account
from dailies.domain.browser_state import read_browser_state
from dailies.domain.errors import NotFound
from dailies.domain.failure import Failure
from dailies.domain.ids import ACCOUNT_PATTERN, AccountName, is_valid
from dailies.services.app import App, logger
from dailies.services.resuming import resume_jobs
from dailies.services.vault import erase_session, replace_session


def list_accounts(app: App) -> list[Account]:
    """Read all accounts by name; the default one is always among them."""
    found = app.store.accounts.all()
    if any(account.name == app.settings.flow_account for account in found):
        return found
    return sorted([*found, _add(app, app.settings.flow_account)], key=lambda account: account.name)


def read_account(app: App, name: AccountName) -> Account:
    """Read one account; raises NotFound."""
    account = app.store.accounts.get(name)
    if account is None and name == app.settings.flow_account:
        account = _add(app, name)
    if account is None:
        raise NotFound("There is no such account.", subject=name)
    return account


def register_account(app: App, name: AccountName, **limits: Any) -> Account:
    """Make an account known, or change its `concurrency`, `submit_every_seconds` and `daily_credits`."""
    if not is_valid(ACCOUNT_PATTERN, name):
        raise NotFound("There can be no account of this name.")
    wanted = Account(name=name, updated_at=app.clock(), **limits)
    _make_room(app, name)
    app.store.accounts.add(wanted)
    changed = app.store.accounts.change(name, {field: getattr(wanted, field) for field in limits})
    resume_jobs(app, changed)
    return changed


def store_session(app: App, name: AccountName, state: bytes) -> Account:
    """Take over the browser state of a person who signed in, and let everything that waited for it go on."""
    kept = read_browser_state(state, app.settings.flow_url)
    account = read_account(app, name)
    replace_session(app, account, kept, sign_ins=account.sign_ins, by_person=True)
    return resume_account(app, name)


def forget_session(app: App, name: AccountName) -> Account:
    """Delete the saved session; a worker that still uses it does not bring it back."""
    return erase_session(app, read_account(app, name))


def mark_alive(app: App, name: AccountName, pack: str | None) -> None:
    """Note that the site took the account's session just now, and with which selector pack."""
    noted = {"seen_alive_at": app.clock()} | ({"pack": pack} if pack else {})
    app.store.accounts.change(read_account(app, name).name, noted)


def block_account(app: App, name: AccountName, failure: Failure, *, seen: Account | None = None) -> None:
    """Send nothing with this account until a person acted, and say so once.

    With `seen`, the account as the caller began with it, a session that was replaced since then blocks nothing.
    """
    read_account(app, name)
    if app.store.accounts.block(name, failure, sign_ins=seen.sign_ins if seen else None):
        logger.warning(
            "notice",
            extra={"account": name, "code": failure.code, "advice": failure.advice, "event": "blocked"},
        )


def resume_account(app: App, name: AccountName) -> Account:
    """Let the account be worked with again, and start every job that waits for it, of every owner."""
    if app.store.accounts.unblock(name):
        logger.info("account is ready again", extra={"account": name})
    account = read_account(app, name)
    resume_jobs(app, account)
    return account


def _add(app: App, name: AccountName) -> Account:
    return app.store.accounts.add(Account(name=name, updated_at=app.clock()))


def _make_room(app: App, name: AccountName) -> None:
    """Create the resource that holds the account's one browser; one that is there already is as good."""
    from botocore.exceptions import ClientError  # noqa: PLC0415 - heavy

    if not app.settings.flow_resource:
        return
    resource = app.settings.flow_resource + name
    try:
        app.aws.batch.create_consumable_resource(consumableResourceName=resource, totalQuantity=1)
    except ClientError:
        # AWS answers any refusal as a ClientException: ask whether it is there.
        app.aws.batch.describe_consumable_resource(consumableResource=resource)
