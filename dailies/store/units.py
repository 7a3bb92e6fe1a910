"""Items, renditions and deliveries: claiming, settling and reading units of work.

Every change names the state it leaves, and a worker's change also the attempt it was made under: once a newer
attempt exists, an older worker's writes are refused.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from dailies.clock import Clock
from dailies.domain.errors import Conflict, Fenced, NotFound
from dailies.domain.ids import ItemId, JobId, Owner, TaskId, VideoId
from dailies.domain.job import Job
from dailies.domain.retry import Settlement
from dailies.domain.status import AT_REST, CLAIMABLE, TRANSITIONS, JobStatus, Status, sources
from dailies.domain.units import Delivery, Item, Rendition, Unit
from dailies.store import keys
from dailies.store.conditions import equals, one_of
from dailies.store.jobs import unedited
from dailies.store.keys import Key
from dailies.store.rows import Row, to_row
from dailies.store.table import TRANSACTION_ROWS, Superseded, Table

if TYPE_CHECKING:
    from boto3.dynamodb.conditions import ConditionBase

LEASE = timedelta(minutes=5)
"""A worker renews its lease with its progress; one that is silent for this long is taken for dead."""


def key_of(unit: Unit) -> Key:
    """Give the row of a unit."""
    match unit:
        case Item():
            return keys.item(unit.owner, unit.item_id)
        case Rendition():
            return keys.rendition(unit.owner, unit.video_id)
        case Delivery() if unit.task_id:
            return keys.delivery(unit.owner, unit.task_id)
    raise TypeError(type(unit).__name__)


def unit_id(unit: Unit) -> str:
    """Give the id by which a task's batch names the unit."""
    match unit:
        case Item():
            return unit.item_id
        case Rendition():
            return unit.video_id
    return str(unit.task_id)


def read_unit(row: Row) -> Unit:
    """Build the unit that a row holds."""
    kinds: dict[str, type[Unit]] = {"ITEM": Item, "REND": Rendition, "DELIVERY": Delivery}
    return kinds[str(row["sk"]).split("#", 1)[0]].model_validate(row)


class Units:
    """Every unit of work of every job."""

    def __init__(self, table: Table, clock: Clock) -> None:
        """Take the table and the clock that stamps changes."""
        self._table, self._clock = table, clock

    def get(self, owner: Owner, unit: str) -> Unit:
        """Read one unit by the id that batches use."""
        row = self._table.get(_key_by_id(owner, unit))
        if row is None:
            raise NotFound(f"There is no {unit[:100]}.")
        return read_unit(row)

    def items(self, owner: Owner, job: JobId, *, after: str | None = None) -> Iterator[Item]:
        """Read a job's items in order."""
        start = f"ITEM#{after}" if after else None
        for row in self._table.scan_partition(keys.partition(owner, job), "ITEM#", start_after=start):
            yield Item.model_validate(row)

    def item(self, owner: Owner, item_id: ItemId) -> Item:
        """Read one item."""
        row = self._table.get(keys.item(owner, item_id))
        if row is None:
            raise NotFound("There is no such item.")
        return Item.model_validate(row)

    def renditions(self, owner: Owner, job: JobId) -> Iterator[Rendition]:
        """Read a job's renditions."""
        for row in self._table.scan_partition(keys.partition(owner, job), "REND#"):
            yield Rendition.model_validate(row)

    def rendition(self, owner: Owner, video: VideoId) -> Rendition | None:
        """Read a video's 4K rendition, if one was ever asked for."""
        row = self._table.get(keys.rendition(owner, video))
        return Rendition.model_validate(row) if row else None

    def delivery(self, owner: Owner, task: TaskId) -> Delivery:
        """Read one delivery."""
        row = self._table.get(keys.delivery(owner, task))
        if row is None:
            raise NotFound("There is no such delivery.")
        return Delivery.model_validate(row)

    def add(self, *units: Unit) -> None:
        """Write units whose content their key decides; writing one again changes nothing."""
        self._table.write_all({**to_row(unit), **key_of(unit)} for unit in units)

    def write_draft(self, draft: Job, items: Sequence[Item]) -> None:
        """Write a draft's items in place of what it had; Conflict once it was started, changed or deleted."""
        unstarted = equals("status", JobStatus.DRAFT) & equals("tasks", draft.tasks) & unedited(draft)
        check = self._table.check_operation(keys.job(draft.owner, draft.job_id), when=unstarted)
        writes = [self._table.write_operation(key_of(item), to_row(item)) for item in items]
        beyond = self.items(draft.owner, draft.job_id, after=f"{len(items):05d}")
        writes += [self._table.delete_operation(key_of(item)) for item in beyond]
        room = TRANSACTION_ROWS - 1
        try:
            for start in range(0, len(writes), room):
                self._table.transact(check, *writes[start : start + room])
        except Superseded as refused:
            # The next try finds out which of them it was.
            raise Conflict(
                "The job was started, changed or deleted meanwhile.", subject=draft.job_id, retryable=True
            ) from refused

    def add_new(self, unit: Unit) -> bool:
        """Write a unit unless it is there; tell whether it was new."""
        try:
            self._table.put_new(key_of(unit), to_row(unit))
        except Superseded:
            return False
        return True

    def queue(self, unit: Unit, task: TaskId, changes: Mapping[str, Any] | None = None) -> Unit:
        """Put a unit into a new task; a unit that is already in it stays as it is."""
        fresh = {"failure": None, "retry_at": None, "lease_until": None, "stage": None}
        numbers = {"tries": 0, "crashes": 0, "progress": 0}
        to = {"status": Status.QUEUED, "task_id": task, **fresh, **numbers, **(changes or {})}
        try:
            return self._move(unit, to, expected=AT_REST)
        except Superseded as refused:
            if refused.current and refused.current.get("task_id") == task:
                return read_unit(refused.current)
            raise Conflict("This is being worked on already.", subject=unit_id(unit)) from refused

    def want_again_operation(self, item: Item, *, prompt: str | None) -> Mapping[str, Any]:
        """Describe asking for another take of an item that is at rest, to be made together with its task."""
        return self._table.change_operation(
            key_of(item),
            {"prompt": prompt or item.prompt},
            when=equals("run", item.run) & one_of("status", AT_REST),
            raise_by={"run": 1},
        )

    def claim(self, unit: Unit) -> Unit:
        """Make the unit this worker's: one conditional write that raises the attempt; Fenced if it is not to be had."""
        now = self._clock()
        to = {
            "status": Status.RUNNING,
            "lease_until": now + LEASE,
            "progress": 0,
            "failure": None,
            "stage": None,
        }
        try:
            return self._move(unit, to, expected=CLAIMABLE, attempt=unit.attempt, raise_by={"attempt": 1})
        except Superseded as refused:
            raise Fenced(
                "Somebody else works on this, or it was cancelled.", subject=unit_id(unit)
            ) from refused

    def report(self, unit: Unit, *, stage: str, progress: int) -> Unit:
        """Tell how far the claimed unit is, and renew the lease."""
        to = {"stage": stage, "progress": progress, "lease_until": self._clock() + LEASE}
        return self._as_holder(unit, to)

    def settle(self, unit: Unit, settlement: Settlement, changes: Mapping[str, Any] | None = None) -> Unit:
        """End this worker's hold on the unit."""
        _require_edge(Status.RUNNING, settlement.status)
        to = {
            **settlement.model_dump(exclude={"failure"}),
            "failure": settlement.failure,
            "lease_until": None,
            "stage": None,
            "progress": 100 if settlement.status is Status.SUCCEEDED else 0,
            **(changes or {}),
        }
        return self._as_holder(unit, to)

    def leave(self, unit: Unit, settlement: Settlement) -> Unit | None:
        """Move a unit that nobody holds any more (its worker died, or never came); None if it moved itself."""
        _require_edge(unit.status, settlement.status)
        to = {
            **settlement.model_dump(exclude={"failure"}),
            "failure": settlement.failure,
            "lease_until": None,
            "stage": None,
            "progress": 0,
        }
        try:
            return self._move(unit, to, expected={unit.status}, attempt=unit.attempt)
        except Superseded:
            return None

    def cancel(self, unit: Unit) -> bool:
        """Cancel a unit whatever its worker thinks; tell whether it was still open."""
        to = {"status": Status.CANCELLED, "lease_until": None, "retry_at": None, "stage": None}
        try:
            self._move(unit, to, expected=sources(Status.CANCELLED))
        except Superseded:
            return False
        return True

    def _as_holder(self, unit: Unit, to: Mapping[str, Any]) -> Unit:
        try:
            return self._move(unit, to, expected={Status.RUNNING}, attempt=unit.attempt)
        except Superseded as refused:
            raise Fenced("This work was taken over or cancelled.", subject=unit_id(unit)) from refused

    def _move(
        self,
        unit: Unit,
        to: Mapping[str, Any],
        *,
        expected: "frozenset[Status] | set[Status]",
        attempt: int | None = None,
        raise_by: Mapping[str, int] | None = None,
    ) -> Unit:
        changes = {**to, "updated_at": self._clock()}
        row = self._table.change(key_of(unit), changes, when=_in_state(expected, attempt), raise_by=raise_by)
        return read_unit(row)


def _in_state(expected: "frozenset[Status] | set[Status]", attempt: int | None) -> "ConditionBase":
    condition: ConditionBase = one_of("status", expected)
    return condition if attempt is None else condition & equals("attempt", attempt)


def _require_edge(source: Status, target: Status) -> None:
    if target not in TRANSITIONS[source]:
        raise ValueError(f"{source} does not lead to {target}")


def _key_by_id(owner: Owner, unit: str) -> Key:
    parts = unit.split("-")
    if len(parts) == 2:
        return keys.item(owner, ItemId(unit))
    if len(parts) == 4:
        return keys.rendition(owner, VideoId(unit))
    return keys.delivery(owner, TaskId(unit))
