"""The rules of checks: which accounts are looked at by themselves, and what a passed check puts right."""

from datetime import datetime, timedelta

from dailies.domain.accounts import Account, AccountState
from dailies.domain.failure import Failure

CHECK_LIMIT = timedelta(minutes=5)
"""The longest that a check may take."""
_FORGOTTEN = 2 * CHECK_LIMIT
"""A check without a result for this long died, or waits behind a batch: another may be asked for."""
_CHANGES = frozenset({"ui_changed", "generation_changed", "site_moved", "agent_only"})
_CURED = _CHANGES | {"session_expired"}
"""What a walk to the paid button disproves; a dialog that only a person may answer is not among it."""
_STOPS = _CURED | {"rights_dialog", "sign_in_challenge", "unusual_activity"}


def is_under_way(account: Account, now: datetime) -> bool:
    """Tell whether a check was asked for and may still give a result."""
    return account.check_asked_at is not None and now - account.check_asked_at < _FORGOTTEN


def is_due(account: Account, now: datetime) -> bool:
    """Tell whether the schedule should look at an account: somebody uses it, nobody is busy with it."""
    if account.session is None or is_under_way(account, now):
        return False
    if account.lease_until is not None and account.lease_until > now:
        return False  # a worker is driving the site with it: it finds out by itself
    return account.state is AccountState.READY or is_cured(account)


def stops_account(failure: Failure) -> bool:
    """Tell whether a check that failed so stops the account; what may pass by itself is only noted."""
    return failure.code in _STOPS


def is_cured(account: Account) -> bool:
    """Tell whether a passed check ends the account's pause."""
    return (
        account.state is AccountState.BLOCKED
        and account.failure is not None
        and account.failure.code in _CURED
    )
