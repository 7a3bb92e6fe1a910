"""Whether an item goes to the user's other provider after a failed try: pure, so that each rule is a table row."""

from dailies.domain.errors import InvalidInput
from dailies.domain.failure import Failure
from dailies.domain.offer import refuse_beyond
from dailies.domain.options import Options, Provider
from dailies.domain.status import Status

_BLOCKED = frozenset(
    {
        "session_expired",
        "sign_in_challenge",
        "site_moved",
        "account_blocked",
        "unusual_activity",
        "credits",
        "ui_changed",
        "generation_changed",
        "agent_only",
        "veo_unauthorised",
    }
)
"""A person must act for the account. Not the rights dialog: it asks about the image, which stays the same."""
_WAITING = frozenset({"quota_daily"})
"""Passes by itself, but not before tomorrow."""
_GIVEN_UP = frozenset(
    {"high_demand", "throttled", "site_unavailable", "transient_unknown", "model_unavailable"}
)
"""The provider's own trouble, after all the patience that it is worth."""

_CODES = {Status.BLOCKED: _BLOCKED, Status.WAITING: _WAITING, Status.FAILED: _GIVEN_UP}


def fails_over(
    options: Options,
    provider_used: Provider,
    failure: Failure,
    *,
    status_after: Status,
    open_purchase: bool,
) -> Provider | None:
    """Give the provider to go on with; None to stay.

    Never for a verdict on prompt or image, never around a spending cap, never while money may be under way,
    and never back to the provider that the job began with.
    """
    target = options.failover
    if target is None or target is provider_used or provider_used is not options.provider:
        return None
    if open_purchase or failure.charged is not False:
        return None
    if failure.code not in _CODES.get(status_after, frozenset()):
        return None
    return target if _is_offered(options, target) else None


def _is_offered(options: Options, target: Provider) -> bool:
    try:
        refuse_beyond(options.model_copy(update={"provider": target, "failover": None}))
    except InvalidInput:
        return False
    return True
