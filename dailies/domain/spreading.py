"""Which account works on which unit: decided from what is paid for, what the user chose, and who is ready."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dailies.domain.accounts import Account, AccountState
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from dailies.domain.ledger import Purchase
from dailies.domain.options import Options, Provider
from dailies.domain.status import Status
from dailies.domain.units import Item

ANY_ACCOUNT = "*"
"""Stands for whichever account is ready first; no account has this name."""
_STAYS = frozenset({"unusual_activity"})
"""What must not be carried on with by another account of the same person."""


@dataclass(frozen=True)
class Place:
    """Where one unit may be worked on."""

    unit_id: str
    needs_account: bool = False
    account: AccountName | None = None
    """The only account that will do; None for any."""


@dataclass(frozen=True)
class Batch:
    """What one container run works through."""

    unit_ids: tuple[str, ...]
    account: AccountName | None = None


def place_of(
    item: Item, options: Options, last: Purchase | None, *, default: AccountName, recover: bool = False
) -> Place:
    """Say where an item may be worked on: what is paid for lies in one account's projects.

    `recover` = only what was bought before is wanted; `default` bought what names no account.
    """
    if last is not None and (last.is_open or recover):
        at_site = last.provider is Provider.FLOW
        return Place(item.item_id, at_site, (last.account or default) if at_site else None)
    if (item.provider or options.provider) is not Provider.FLOW:
        return Place(item.item_id)
    return Place(item.item_id, needs_account=True, account=options.account)


def hindrance(place: Place, accounts: Mapping[AccountName, Account]) -> Failure | None:
    """Say why nobody can work on a unit now; None where somebody can."""
    if not place.needs_account:
        return None
    if place.account is not None:
        account = accounts.get(place.account)
        return _unknown(place.account) if account is None else _block_of(account)
    blocks = [_block_of(account) for account in accounts.values()]
    return None if None in blocks else next(iter(blocks), None)


def waits_for(item: Item, place: Place) -> str | None:
    """Name the account that a blocked item goes on with, or any; None where no account can help it."""
    if item.status is not Status.BLOCKED or not place.needs_account:
        return None
    if place.account is None and item.failure and item.failure.code in _STAYS:
        return item.account or ANY_ACCOUNT
    return place.account or ANY_ACCOUNT


def spread(places: Sequence[Place], ready: Sequence[Account], size: int) -> list[Batch]:
    """Cut units into batches of at most `size`; what any account may do is shared out by what each does at once."""
    shares: dict[AccountName | None, list[str]] = {}
    free = []
    for place in places:
        if place.needs_account and place.account is None:
            free.append(place)
        else:
            shares.setdefault(place.account, []).append(place.unit_id)
    for place in free:
        idlest = min(ready, key=lambda each: (len(shares.get(each.name, ())) / each.concurrency, each.name))
        shares.setdefault(idlest.name, []).append(place.unit_id)
    cuts = [
        (start, Batch(tuple(units[start : start + size]), account))
        for account, units in shares.items()
        for start in range(0, len(units), size)
    ]
    # Each account's first batch comes before anybody's second: an account does one batch at a time.
    return [batch for _, batch in sorted(cuts, key=lambda cut: cut[0])]


def _block_of(account: Account) -> Failure | None:
    if account.state is AccountState.READY:
        return None
    return account.failure or Failure(
        code="account_blocked", detail=f"The account {account.name} is blocked.", subject=account.name
    )


def _unknown(name: AccountName) -> Failure:
    return Failure(
        code="account_unknown",
        detail=f"There is no account {name}.",
        subject=name,
        retryable=True,
        advice=f"Make it known with `dailies session login {name}`, or choose another account.",
    )
