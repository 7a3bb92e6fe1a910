"""How accounts stand, in lines for people: pure."""

from collections.abc import Sequence
from datetime import datetime

from dailies.cli.accounts import Account
from dailies.cli.rows import sentence, visible

COLUMNS = ("account", "state", "signed in", "seen alive", "pack", "last check", "what to do")
Line = tuple[str, ...]
_SIGN_IN, _CHECK = "dailies session login", "dailies flow check"
_CURES = {
    "session_expired": _SIGN_IN,
    "sign_in_challenge": _SIGN_IN,
    "ui_changed": _CHECK,
    "generation_changed": _CHECK,
}
"""Commands that help, by why an account is blocked."""
_MINUTE, _HOUR, _DAY = 60, 3600, 24 * 3600


def standing(accounts: Sequence[Account], now: datetime) -> list[Line]:
    """Put each account into one line."""
    return [_line(account, now) for account in accounts]


def _line(account: Account, now: datetime) -> Line:
    session = account.session
    begun = (session.signed_in_at or session.saved_at) if session else None
    alive = session.seen_alive_at if session else None
    fields = (account.name, account.state, age(begun, now), age(alive, now), account.pack or "-")
    return (*(visible(field) for field in fields), _check(account, now), _to_do(account))


def age(moment: datetime | None, now: datetime) -> str:
    """Say how long ago a moment was."""
    if moment is None:
        return "never"
    seconds = max(0, int((now - moment).total_seconds()))
    if seconds < 2 * _MINUTE:
        return "just now"
    for unit, name in ((_DAY, "days"), (_HOUR, "hours")):
        if seconds >= 2 * unit:
            return f"{seconds // unit} {name} ago"
    return f"{seconds // _MINUTE} minutes ago"


def _check(account: Account, now: datetime) -> str:
    check = account.check
    if check is None:
        return "never"
    found = "passed" if check.passed else f"failed at {check.step or 'the start'}"
    return visible(f"{found} {age(check.checked_at, now)}")


def _to_do(account: Account) -> str:
    if account.failure:
        command = _CURES.get(account.failure.code)
        return sentence(account.failure) + (visible(f" Run: {command} {account.name}") if command else "")
    if account.session is None:
        return visible(f"Run: {_SIGN_IN} {account.name}, unless its credentials are stored")
    return ""
