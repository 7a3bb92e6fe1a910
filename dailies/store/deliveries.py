"""Deliveries: each lies with its job, and an index lists an owner's by when they were asked for."""

from collections.abc import Iterator, Mapping
from typing import Any

from dailies.domain.ids import Owner, TaskId
from dailies.domain.units import Delivery
from dailies.store import keys
from dailies.store.rows import read_each, to_row, value
from dailies.store.table import OWNER_INDEX, Table


class Deliveries:
    """Every owner's deliveries."""

    def __init__(self, table: Table) -> None:
        """Take the table."""
        self._table = table

    def put_operation(self, delivery: Delivery, task: TaskId) -> Mapping[str, Any]:
        """Describe the put of a new delivery, to be made together with the task that builds it."""
        marks = {"owner_pk": keys.deliveries(delivery.owner), "owner_sk": place_of(delivery)}
        return self._table.put_operation(keys.delivery(delivery.owner, task), {**to_row(delivery), **marks})

    def newest(self, owner: Owner, *, after: str | None = None) -> Iterator[Delivery]:
        """Read an owner's deliveries, newest first, from the place after one of them; the index may lag."""
        start = _start(owner, after) if after else None
        rows = self._table.scan_index(OWNER_INDEX, keys.deliveries(owner), newest_first=True, start=start)
        yield from read_each(Delivery, rows)


def place_of(delivery: Delivery) -> str:
    """Give a delivery's place in the list."""
    return f"{value(delivery.created_at)}#{delivery.task_id}"


def _start(owner: Owner, place: str) -> dict[str, Any]:
    task = TaskId(place.rsplit("#", 1)[-1])
    return {**keys.delivery(owner, task), "owner_pk": keys.deliveries(owner), "owner_sk": place}
