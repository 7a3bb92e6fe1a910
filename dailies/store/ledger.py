"""The spend ledger in the table: each step a conditional write before the act."""

from collections.abc import Mapping
from typing import Any

from dailies.clock import Clock
from dailies.domain.caps import Caps, cap_reached
from dailies.domain.errors import Fenced, SiteFailure
from dailies.domain.ids import ItemId, JobId, Owner, job_of
from dailies.domain.ledger import Purchase, Spend, spend_sources
from dailies.store import keys
from dailies.store.conditions import one_of
from dailies.store.keys import Key
from dailies.store.rows import to_row
from dailies.store.spending import Spending
from dailies.store.table import Superseded, Table

MOST_RACES = 5
"""Times that a reservation is tried again when it lost to others that raised the same counters."""


class Ledger:
    """Every purchase ever begun."""

    def __init__(self, table: Table, clock: Clock) -> None:
        """Take the table and the clock that stamps changes."""
        self._table, self._clock = table, clock
        self._spending = Spending(table)

    def last(self, owner: Owner, item: ItemId) -> Purchase | None:
        """Read the item's latest purchase."""
        purchases = self.of_item(owner, item)
        return purchases[-1] if purchases else None

    def of_item(self, owner: Owner, item: ItemId) -> list[Purchase]:
        """Read the item's purchases, oldest first."""
        return self._read(keys.partition(owner, job_of(item)), f"SPEND#{item}#")

    def of_job(self, owner: Owner, job: JobId) -> list[Purchase]:
        """Read all purchases of a job, those of each item together, oldest first."""
        return self._read(keys.partition(owner, job), "SPEND#")

    def begin(self, purchase: Purchase) -> Purchase:
        """Write a planned purchase under the item's attempt; Fenced if that attempt began one before."""
        try:
            self._table.put_new(_key(purchase), to_row(purchase))
        except Superseded as refused:
            raise Fenced("This attempt has bought before.", subject=purchase.item_id) from refused
        return purchase

    def arm(self, purchase: Purchase, caps: Caps) -> Purchase:
        """Write that the next act is the paid one, its credits reserved in the same write; CapReached or Fenced."""
        day = self._clock().date()
        to = {"state": Spend.ARMED, "armed_on": day, "updated_at": self._clock()}
        change = self._table.change_operation(
            _key(purchase), to, when=one_of("state", spend_sources(Spend.ARMED)), raise_by={}
        )
        for _ in range(MOST_RACES):
            try:
                self._table.transact(change, *self._spending.reserve_operations(purchase, caps, day))
            except Superseded as refused:
                self._require(purchase, spend_sources(Spend.ARMED), refused)
                spent = self._spending.all_spent(purchase.owner, purchase.job_id, purchase.account, day)
                if cap := cap_reached(caps, spent, purchase.credits):
                    raise cap from refused
            else:
                return purchase.model_copy(update=to)
        raise SiteFailure("Too many buy at once; nothing was sent.", code="counters_busy")

    def advance(
        self,
        purchase: Purchase,
        to: Spend,
        changes: Mapping[str, Any] | None = None,
        *,
        give_back: int = 0,
    ) -> Purchase:
        """Write what is done or about to be, and give credits back to the counters; Fenced if it is elsewhere."""
        new: dict[str, Any] = {"state": to, "updated_at": self._clock(), **(changes or {})}
        sources = spend_sources(to)
        if to is Spend.ABANDONED:
            give_back = purchase.credits
        if to is Spend.FINISHED:
            give_back -= purchase.given_back  # it was taken for lost, and was paid for after all
        if not give_back or purchase.armed_on is None:
            return self._change(purchase, new, sources)
        new["given_back"] = purchase.given_back + give_back
        change = self._table.change_operation(_key(purchase), new, when=one_of("state", sources), raise_by={})
        try:
            self._table.transact(change, *self._spending.give_back_operations(purchase, give_back))
        except Superseded as refused:
            raise _elsewhere(purchase) from refused
        return purchase.model_copy(update=new)

    def _change(self, purchase: Purchase, new: Mapping[str, Any], sources: frozenset[Spend]) -> Purchase:
        try:
            row = self._table.change(_key(purchase), new, when=one_of("state", sources))
        except Superseded as refused:
            raise _elsewhere(purchase) from refused
        return Purchase.model_validate(row)

    def _require(self, purchase: Purchase, states: frozenset[Spend], refused: Superseded) -> None:
        row = self._table.get(_key(purchase))
        if row is None or row["state"] not in states:
            raise _elsewhere(purchase) from refused

    def _read(self, partition: str, prefix: str) -> list[Purchase]:
        return [Purchase.model_validate(row) for row in self._table.scan_partition(partition, prefix)]


def _key(purchase: Purchase) -> Key:
    return keys.purchase(purchase.owner, purchase.item_id, purchase.number)


def _elsewhere(purchase: Purchase) -> Fenced:
    return Fenced("This purchase has gone on without us.", subject=purchase.item_id)
