"""Accounts of the generating site: who works with one now, whether a person must act, and that it is said once."""

from collections.abc import Mapping
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dailies.clock import Clock
from dailies.domain.accounts import Account, AccountState
from dailies.domain.errors import Conflict, NotFound
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from dailies.store import keys
from dailies.store.conditions import absent, below, equals, exists
from dailies.store.rows import read_each, to_row, value
from dailies.store.table import Superseded, Table

if TYPE_CHECKING:
    from boto3.dynamodb.conditions import ConditionBase

_NO_FAILURE: Mapping[str, None] = {"failure": None, "blocked_at": None}


class Accounts:
    """The installation's accounts."""

    def __init__(self, table: Table, clock: Clock) -> None:
        """Take the table and the clock that stamps changes."""
        self._table, self._clock = table, clock

    def get(self, name: AccountName) -> Account | None:
        """Read an account."""
        row = self._table.get(keys.account(name))
        return Account.model_validate(row) if row else None

    def all(self) -> list[Account]:
        """Read all accounts, by name."""
        return list(read_each(Account, self._table.scan_partition(keys.ACCOUNTS)))

    def add(self, account: Account) -> Account:
        """Write a new account; one that is there already stays, and is given."""
        try:
            self._table.put_new(keys.account(account.name), to_row(account))
        except Superseded as there:
            return Account.model_validate(there.current)
        return account

    def change(
        self,
        name: AccountName,
        changes: Mapping[str, Any],
        *,
        when: "ConditionBase | None" = None,
        raise_by: Mapping[str, int] | None = None,
    ) -> Account:
        """Change an account that is there and, with `when`, stands so; NotFound or Conflict otherwise."""
        condition = exists() if when is None else exists() & when
        try:
            row = self._write(name, changes, condition, raise_by)
        except Superseded as refused:
            if refused.current is None:
                raise NotFound("There is no such account.", subject=name) from refused
            raise Conflict("The account changed meanwhile.", subject=name, retryable=True) from refused
        return Account.model_validate(row)

    def acquire(self, name: AccountName, holder: str, until: datetime) -> bool:
        """Take the account's lease; tell whether it was free, run out, or the holder's already."""
        run_out = below("lease_until", value(self._clock()))
        free = absent("lease_holder") | equals("lease_holder", holder) | run_out
        return self._tried(name, {"lease_holder": holder, "lease_until": until}, free)

    def renew(self, name: AccountName, holder: str, until: datetime) -> bool:
        """Keep the lease; False = somebody else took it, and nothing may be clicked any more."""
        return self._tried(name, {"lease_until": until}, equals("lease_holder", holder))

    def release(self, name: AccountName, holder: str) -> None:
        """Give the lease back, if it is still the holder's."""
        self._tried(name, {"lease_holder": None, "lease_until": None}, equals("lease_holder", holder))

    def block(self, name: AccountName, failure: Failure, *, sign_ins: int | None = None) -> bool:
        """Let a person be needed; True only for the one write that made it so.

        With `sign_ins`, a session that was replaced since then is no cause any more.
        """
        condition = equals("state", AccountState.READY)
        if sign_ins is not None:
            condition &= equals("sign_ins", sign_ins)
        changes = {"state": AccountState.BLOCKED, "failure": failure, "blocked_at": self._clock()}
        return self._tried(name, changes, condition, raise_by={"notices": 1})

    def unblock(self, name: AccountName) -> bool:
        """Let it be worked with again; tell whether it was blocked."""
        changes = {"state": AccountState.READY, **_NO_FAILURE}
        return self._tried(name, changes, equals("state", AccountState.BLOCKED))

    def _tried(
        self,
        name: AccountName,
        changes: Mapping[str, Any],
        condition: "ConditionBase",
        raise_by: Mapping[str, int] | None = None,
    ) -> bool:
        try:
            self._write(name, changes, exists() & condition, raise_by)
        except Superseded:
            return False
        return True

    def _write(
        self,
        name: AccountName,
        changes: Mapping[str, Any],
        condition: "ConditionBase",
        raise_by: Mapping[str, int] | None,
    ) -> Any:
        changes = {**changes, "updated_at": self._clock()}
        return self._table.change(keys.account(name), changes, when=condition, raise_by=raise_by)
