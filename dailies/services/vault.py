"""The saved sessions: encrypted objects, of which the account's row says which one counts."""

import hashlib
import json
from contextlib import suppress
from typing import Any

from dailies.domain.accounts import Account, Session
from dailies.domain.browser_state import BrowserState, read_browser_state
from dailies.domain.errors import Conflict, InvalidInput, NotFound, Refused
from dailies.domain.ids import AccountName
from dailies.services.app import App, logger
from dailies.storage import keys
from dailies.storage.vault import Unopenable, Vault
from dailies.store.conditions import equals

SEALED_BYTES = 2 * 1024**2
"""More than any sealed session: a state is at most 1 MiB."""


class NoVault(Refused):
    """This installation has no key to encrypt sessions with."""

    code = "no_vault"
    status = 409


def read_session(app: App, name: AccountName) -> dict[str, Any] | None:
    """Read an account's browser state, as Playwright takes it; None where there is none that can be read."""
    sealed = _read_sealed(app, name) if app.settings.session_key else None
    if sealed is None:
        return None
    try:
        state: dict[str, Any] = json.loads(_vault(app).open(name, sealed))
    except Unopenable as error:
        logger.warning("saved session cannot be opened", extra={"account": name, "error": str(error)})
        return None
    return state


def _read_sealed(app: App, name: AccountName) -> bytes | None:
    gone = None
    while (account := app.store.accounts.get(name)) and account.session and account.session.key != gone:
        with suppress(NotFound):
            sealed = app.objects.read(account.session.key, most_bytes=SEALED_BYTES)
            if sealed is not None:
                return sealed
        gone = account.session.key  # replaced since the row was read, or lost
    if gone:
        logger.warning("saved session is gone", extra={"account": name})
    return None


def save_session(app: App, name: AccountName, state: object, *, seen: Account | None = None) -> None:
    """Keep the browser state that a run of ours ended with, unless a person signed in since `seen` was read.

    What cannot be kept is logged: the next run then signs in as this one did.
    """
    try:
        kept = read_browser_state(json.dumps(state).encode(), app.settings.flow_url)
        account = _existing(app, name)
        replace_session(app, account, kept, sign_ins=(seen or account).sign_ins)
    except (InvalidInput, NoVault, Conflict) as error:
        logger.warning("session is not kept", extra={"account": name, "code": error.failure.code})


def replace_session(
    app: App, account: Account, state: BrowserState, *, sign_ins: int, by_person: bool = False
) -> Account:
    """Write a session in the place of the account's last one; Conflict once a person brought a newer one."""
    if not app.settings.session_key:
        raise NoVault(
            "This installation cannot keep sessions.", advice="Set the KMS key that they are encrypted with."
        )
    sealed = _vault(app).seal(account.name, state.to_bytes())
    key = keys.session(account.name, hashlib.sha256(sealed).hexdigest()[:16])
    app.objects.put(key, sealed, content_type="application/octet-stream")
    moment, last = app.clock(), account.session
    signed_in_at = moment if by_person else last.signed_in_at if last else None
    try:
        changed = app.store.accounts.change(
            account.name,
            {
                "session": Session(key=key, saved_at=moment, signed_in_at=signed_in_at),
                "seen_alive_at": moment,
            },
            when=equals("sign_ins", sign_ins),
            raise_by={"sign_ins": 1} if by_person else None,
        )
    except (Conflict, NotFound):
        app.objects.delete(key)
        raise
    if last:
        app.objects.delete(last.key)
    return changed


def erase_session(app: App, account: Account) -> Account:
    """Delete every session that was kept of an account."""
    changed = app.store.accounts.change(
        account.name, {"session": None, "seen_alive_at": None}, raise_by={"sign_ins": 1}
    )
    app.objects.delete_prefix(keys.sessions(account.name))
    return changed


def _existing(app: App, name: AccountName) -> Account:
    account = app.store.accounts.get(name)
    if account is None:
        raise NotFound("There is no such account.", subject=name)
    return account


def _vault(app: App) -> Vault:
    return Vault(app.aws.kms, app.settings.session_key)
