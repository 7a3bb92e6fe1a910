"""Tasks and their batches: one execution each, found by the reconciler as long as they are open."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel, ConfigDict

from dailies.clock import Clock
from dailies.domain.errors import Conflict, NotFound
from dailies.domain.ids import AccountName, JobId, Owner, TaskId
from dailies.domain.job import Task
from dailies.domain.status import ACTIVE_TASK, TaskStatus, task_sources
from dailies.store import keys
from dailies.store.conditions import at_most, equals, exists, one_of
from dailies.store.rows import read_each, to_row
from dailies.store.table import ACTIVE_INDEX, Superseded, Table

if TYPE_CHECKING:
    from dailies.domain.spreading import Batch

OPEN_TASKS = "TASKS"
"""The index partition that lists open tasks."""


class BatchRecord(BaseModel):
    """What one container run works through, and who answers for it."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    task_id: TaskId
    batch: int
    unit_ids: tuple[str, ...]
    account: AccountName | None = None
    """The site account that works on it; None where the work needs none."""
    round: int = 0
    token: str | None = None
    """The state machine's callback token of this round; gone once answered."""
    batch_job: str | None = None
    """AWS Batch's id of this round's job."""


class Tasks:
    """Every owner's tasks."""

    def __init__(self, table: Table, clock: Clock) -> None:
        """Take the table and the clock that stamps changes."""
        self._table, self._clock = table, clock

    def put_operation(self, task: Task) -> Mapping[str, Any]:
        """Describe the put of a new task, to be made together with what it changes in its job."""
        row = {**to_row(task), "active_pk": OPEN_TASKS, "active_sk": f"{task.owner}#{task.task_id}"}
        return self._table.put_operation(keys.task(task.owner, task.task_id), row)

    def get(self, owner: Owner, task: TaskId) -> Task:
        """Read a task."""
        row = self._table.get(keys.task(owner, task))
        if row is None:
            raise NotFound("There is no such task.")
        return Task.model_validate(row)

    def of_job(self, owner: Owner, job: JobId) -> list[Task]:
        """Read a job's tasks."""
        rows = self._table.scan_partition(keys.partition(owner, job), "TASK#")
        return [Task.model_validate(row) for row in rows]

    def open(self) -> Iterator[Task]:
        """Read every owner's open tasks; the index may lag, so each is to be read again before it is acted on."""
        yield from read_each(Task, self._table.scan_index(ACTIVE_INDEX, OPEN_TASKS))

    def open_of(self, owner: Owner) -> Iterator[Task]:
        """Read one owner's open tasks; the index may lag."""
        rows = self._table.scan_index(ACTIVE_INDEX, OPEN_TASKS, prefix=f"{owner}#")
        yield from read_each(Task, rows)

    def move(self, task: Task, to: TaskStatus, changes: Mapping[str, Any] | None = None) -> Task:
        """Take a task to its next state, if it may go there."""
        ended = {} if to in ACTIVE_TASK else {"active_pk": None, "active_sk": None}
        try:
            row = self._table.change(
                keys.task(task.owner, task.task_id),
                {"status": to, "updated_at": self._clock(), **ended, **(changes or {})},
                when=one_of("status", task_sources(to)),
            )
        except Superseded as refused:
            if refused.current is None:
                raise NotFound("There is no such task.") from refused
            state = refused.current["status"]
            raise Conflict(
                f"The task is {state}; this cannot be done now.", subject=task.task_id
            ) from refused
        return Task.model_validate(row)

    def restart(self, task: Task) -> Task:
        """Forget a lost execution and its batches, so that the task can be planned again under its next name."""
        again = self._begin_again(task, {TaskStatus.PENDING, TaskStatus.RUNNING}, {"restarts": 1})
        self.forget_batches(task)
        return again

    def resume(self, task: Task) -> Task:
        """Let a paused task, whose batches are forgotten, be planned again under its next name."""
        return self._begin_again(task, {TaskStatus.PAUSED}, {"restarts": 1, "resumes": 1})

    def _begin_again(self, task: Task, expected: set[TaskStatus], raise_by: Mapping[str, int]) -> Task:
        fresh = {"execution": None, "held": None, "status": TaskStatus.PENDING}
        try:
            row = self._table.change(
                keys.task(task.owner, task.task_id),
                {**fresh, "updated_at": self._clock()},
                when=equals("restarts", task.restarts) & one_of("status", expected),
                raise_by=raise_by,
            )
        except Superseded as refused:
            raise Conflict("Somebody else deals with this task.", subject=task.task_id) from refused
        return Task.model_validate(row)

    def forget_batches(self, task: Task) -> None:
        """Delete a task's batches: nobody answers for them any more."""
        batches = self.batches(task.owner, task.task_id)
        self._table.delete_all(keys.batch(task.owner, task.task_id, batch.batch) for batch in batches)

    def note(self, task: Task, changes: Mapping[str, Any]) -> None:
        """Write facts about a task that change no state."""
        self._table.change(keys.task(task.owner, task.task_id), changes, when=exists())

    def add_batch(self, owner: Owner, task: TaskId, number: int, batch: "Batch") -> bool:
        """Write a task's next batch; False when somebody else wrote one under this number."""
        record = BatchRecord(task_id=task, batch=number, unit_ids=batch.unit_ids, account=batch.account)
        try:
            self._table.put_new(keys.batch(owner, task, number), to_row(record))
        except Superseded:
            return False
        return True

    def batches(self, owner: Owner, task: TaskId) -> list[BatchRecord]:
        """Read a task's batches."""
        job = JobId(task.split("-", 1)[0])
        rows = self._table.scan_partition(keys.partition(owner, job), f"BATCH#{task}#")
        return [BatchRecord.model_validate(row) for row in rows]

    def batch(self, owner: Owner, task: TaskId, number: int) -> BatchRecord:
        """Read one batch."""
        row = self._table.get(keys.batch(owner, task, number))
        if row is None:
            raise NotFound("There is no such batch.")
        return BatchRecord.model_validate(row)

    def open_round(self, owner: Owner, batch: BatchRecord, round_number: int, token: str) -> BatchRecord:
        """Remember the token that must be answered for this round; a repeat of the round takes the newer token."""
        same = batch.round == round_number
        row = self._table.change(
            keys.batch(owner, batch.task_id, batch.batch),
            {"round": round_number, "token": token, **({} if same else {"batch_job": None})},
            when=at_most("round", round_number),
        )
        return BatchRecord.model_validate(row)

    def note_batch_job(self, owner: Owner, batch: BatchRecord, batch_job: str) -> None:
        """Remember which Batch job runs this round."""
        self._table.change(
            keys.batch(owner, batch.task_id, batch.batch),
            {"batch_job": batch_job},
            when=equals("round", batch.round),
        )

    def take_token(self, owner: Owner, task: TaskId, number: int, round_number: int) -> str | None:
        """Take the round's token out, so that it is answered once; None if it was taken or the round is over."""
        try:
            before = self.batch(owner, task, number)
            self._table.change(
                keys.batch(owner, task, number),
                {"token": None},
                when=equals("round", round_number) & equals("token", before.token or ""),
            )
        except (Superseded, NotFound):
            return None
        return before.token
