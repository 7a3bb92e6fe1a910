"""The spend ledger in the table: each step a conditional write before the act."""

from collections.abc import Mapping
from typing import Any

from dailies.clock import Clock
from dailies.domain.errors import Fenced
from dailies.domain.ids import ItemId, Owner, job_of
from dailies.domain.ledger import Purchase, Spend, spend_sources
from dailies.store import keys
from dailies.store.conditions import one_of
from dailies.store.rows import to_row
from dailies.store.table import Superseded, Table


class Ledger:
    """Every purchase ever begun."""

    def __init__(self, table: Table, clock: Clock) -> None:
        """Take the table and the clock that stamps changes."""
        self._table, self._clock = table, clock

    def last(self, owner: Owner, item: ItemId) -> Purchase | None:
        """Read the item's latest purchase."""
        purchases = self.of_item(owner, item)
        return purchases[-1] if purchases else None

    def of_item(self, owner: Owner, item: ItemId) -> list[Purchase]:
        """Read the item's purchases, oldest first."""
        rows = self._table.scan_partition(keys.partition(owner, job_of(item)), f"SPEND#{item}#")
        return [Purchase.model_validate(row) for row in rows]

    def begin(self, purchase: Purchase) -> Purchase:
        """Write a planned purchase under the item's attempt; Fenced if that attempt began one before."""
        try:
            self._table.put_new(
                keys.purchase(purchase.owner, purchase.item_id, purchase.number), to_row(purchase)
            )
        except Superseded as refused:
            raise Fenced("This attempt has bought before.", subject=purchase.item_id) from refused
        return purchase

    def advance(self, purchase: Purchase, to: Spend, changes: Mapping[str, Any] | None = None) -> Purchase:
        """Write that the next act is done or about to be; Fenced if the purchase is elsewhere."""
        try:
            row = self._table.change(
                keys.purchase(purchase.owner, purchase.item_id, purchase.number),
                {"state": to, "updated_at": self._clock(), **(changes or {})},
                when=one_of("state", spend_sources(to)),
            )
        except Superseded as refused:
            raise Fenced("This purchase has gone on without us.", subject=purchase.item_id) from refused
        return Purchase.model_validate(row)
