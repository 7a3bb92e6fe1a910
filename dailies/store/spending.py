"""Counters of credits: spent, or reserved for a purchase that is under way."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any

from dailies.domain.caps import Caps, Spent
from dailies.domain.ids import AccountName, JobId, Owner
from dailies.domain.ledger import Purchase
from dailies.store import keys
from dailies.store.conditions import absent, at_most
from dailies.store.keys import Key
from dailies.store.table import Table

if TYPE_CHECKING:
    from boto3.dynamodb.conditions import ConditionBase

_COUNTER = "credits"


class Spending:
    """What was spent, by job, by account and day, and by day."""

    def __init__(self, table: Table) -> None:
        """Take the table."""
        self._table = table

    def spent(self, account: AccountName | None, day: date) -> int:
        """Give the credits of an account's day (UTC); of all accounts for None."""
        return self._read(_day_key(account, day))

    def spent_by_job(self, owner: Owner, job: JobId) -> int:
        """Give the credits of a job."""
        return self._read(_job_key(owner, job))

    def all_spent(self, owner: Owner, job: JobId, account: AccountName | None, day: date) -> Spent:
        """Give the three counters that a purchase on that day is held against."""
        return Spent(
            job=self.spent_by_job(owner, job),
            account_day=self.spent(account, day) if account else 0,
            all_day=self.spent(None, day),
        )

    def reserve_operations(self, purchase: Purchase, caps: Caps, day: date) -> list[Mapping[str, Any]]:
        """Describe, for a transaction, raising the counters unless a cap stands against it."""
        price = purchase.credits
        limits = [(_job_key(purchase.owner, purchase.job_id), caps.job)]
        if purchase.account:
            limits.append((_day_key(purchase.account, day), caps.account_day))
        limits.append((_day_key(None, day), caps.all_day))
        return [self._raise(key, price, when=_has_room(limit, price)) for key, limit in limits if price]

    def give_back_operations(self, purchase: Purchase, amount: int) -> list[Mapping[str, Any]]:
        """Describe, for a transaction, taking credits out of the counters that they were reserved in."""
        if purchase.armed_on is None:
            return []
        places = [_job_key(purchase.owner, purchase.job_id), _day_key(None, purchase.armed_on)]
        if purchase.account:
            places.append(_day_key(purchase.account, purchase.armed_on))
        return [self._raise(key, -amount, when=_has_room(None, 0)) for key in places if amount]

    def _raise(self, key: Key, amount: int, *, when: "ConditionBase") -> Mapping[str, Any]:
        return self._table.change_operation(key, {}, when=when, raise_by={_COUNTER: amount})

    def _read(self, key: Key) -> int:
        row = self._table.get(key)
        return int(row[_COUNTER]) if row else 0


def _has_room(limit: int | None, price: int) -> "ConditionBase":
    if limit is None:
        return absent("status")  # always so: a counter has no status
    if price > limit:
        return at_most(_COUNTER, limit - price)
    return absent(_COUNTER) | at_most(_COUNTER, limit - price)


def _job_key(owner: Owner, job: JobId) -> Key:
    return Key(pk=keys.partition(owner, job), sk="SPENT")


def _day_key(account: AccountName | None, day: date) -> Key:
    # No account is called "": names begin with a letter or a digit.
    return Key(pk=f"SPENT#{account or ''}", sk=day.isoformat())
