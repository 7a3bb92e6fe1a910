"""Jobs: made once, listed newest first, changed only from the state one has seen."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import TYPE_CHECKING, Any

from dailies.clock import Clock
from dailies.domain.errors import Conflict, NotFound
from dailies.domain.ids import JobId, Owner, TaskId
from dailies.domain.job import Counts, Job, job_status
from dailies.domain.status import JobStatus
from dailies.store import keys
from dailies.store.conditions import absent, differs, equals, exists, one_of
from dailies.store.rows import Row, to_row, value
from dailies.store.table import ACTIVE_INDEX, OWNER_INDEX, Superseded, Table

if TYPE_CHECKING:
    from boto3.dynamodb.conditions import ConditionBase

ERASING = "ERASING"
"""The index partition that lists jobs being deleted."""
WAITING = "BLOCKED#"
"""What begins the index partitions that list, for each account, the jobs that wait for it."""


class Jobs:
    """Every owner's jobs."""

    def __init__(self, table: Table, clock: Clock) -> None:
        """Take the table and the clock that stamps changes."""
        self._table, self._clock = table, clock

    def add(self, job: Job) -> Job:
        """Write a new job; the same job again gives the one that is there."""
        row = {**to_row(job), "owner_pk": job.owner, "owner_sk": job.job_id}
        try:
            self._table.put_new(keys.job(job.owner, job.job_id), row)
        except Superseded as there:
            return Job.model_validate(there.current)
        return job

    def get(self, owner: Owner, job: JobId) -> Job:
        """Read a job; another owner's does not exist."""
        row = self._table.get(keys.job(owner, job))
        if row is None or row["status"] == JobStatus.DELETING:
            raise NotFound("There is no such job.")
        return Job.model_validate(row)

    def those(self, owner: Owner, jobs: Iterable[JobId]) -> dict[JobId, Job]:
        """Read several jobs at once; those that are not this owner's, or gone, are left out."""
        rows = self._table.get_all([keys.job(owner, job) for job in dict.fromkeys(jobs)])
        found = (Job.model_validate(row) for row in rows if row["status"] != JobStatus.DELETING)
        return {job.job_id: job for job in found}

    def is_paused(self, owner: Owner, job: JobId) -> bool:
        """Tell whether a job's work is to stand still; one that is gone is not paused."""
        row = self._table.get(keys.job(owner, job))
        return bool(row and row.get("paused"))

    def end_pause(self, owner: Owner, job: JobId) -> None:
        """Take the mark of a pause off a job that has nothing left to pause."""
        try:
            self._table.change(keys.job(owner, job), {"paused": None}, when=exists())
        except Superseded:
            return  # deleted

    def list(self, owner: Owner, *, after: JobId | None = None) -> Iterator[Job]:
        """Read an owner's jobs, newest first."""
        start = {**keys.job(owner, after), "owner_pk": owner, "owner_sk": after} if after else None
        for row in self._table.scan_index(OWNER_INDEX, owner, newest_first=True, start=start):
            if row["status"] != JobStatus.DELETING:
                yield Job.model_validate(row)

    def change(self, job: Job, changes: Mapping[str, Any], *, expected: frozenset[JobStatus]) -> Job:
        """Change a job that is still in one of the expected states."""
        try:
            row = self._table.change(
                keys.job(job.owner, job.job_id),
                {**changes, "updated_at": self._clock()},
                when=one_of("status", expected),
            )
        except Superseded as refused:
            raise wrong_state(refused.current) from refused
        return Job.model_validate(row)

    def edit(
        self, draft: Job, changes: Mapping[str, Any], *beside: Mapping[str, Any], as_seen: bool = False
    ) -> None:
        """Change a draft together with what belongs to it; `as_seen` = only if nobody else did meanwhile."""
        when = equals("status", JobStatus.DRAFT)
        head = self._table.change_operation(
            keys.job(draft.owner, draft.job_id),
            {**changes, "updated_at": self._clock()},
            when=when & unedited(draft) if as_seen else when,
            raise_by={"edits": 1},
        )
        try:
            self._table.transact(head, *beside)
        except Superseded as refused:
            current = self.get(draft.owner, draft.job_id)
            if current.status is not JobStatus.DRAFT:
                raise wrong_state(to_row(current)) from refused
            raise Conflict(
                "The draft was changed meanwhile.", subject=draft.job_id, retryable=True
            ) from refused

    def fold(self, owner: Owner, job: JobId, counts: Counts, *, ended: TaskId | None = None) -> None:
        """Write the counts of the job's items; `ended` = the generate task that lets go of the job."""
        changes: dict[str, Any] = {"counts": counts, "updated_at": self._clock()}
        when = exists() & differs("status", JobStatus.DELETING)
        if ended:
            changes |= {"status": job_status(counts), "active_task": None}
            when &= equals("active_task", ended) | absent("active_task")
        try:
            self._table.change(keys.job(owner, job), changes, when=when)
        except Superseded:
            return  # deleted, or a newer task has it

    def mark_deleting(self, job: Job) -> None:
        """Hide a job for good; until its rows are gone, the reconciler finds it."""
        marks = {"active_pk": ERASING, "active_sk": f"{job.owner}#{job.job_id}"}
        self.change(job, {"status": JobStatus.DELETING, **marks}, expected=frozenset(JobStatus))

    def deleting(self, *, before: datetime) -> Iterator[tuple[Owner, JobId]]:
        """Find jobs whose deletion began before a moment."""
        for row in self._table.scan_index(ACTIVE_INDEX, ERASING):
            if row["updated_at"] < value(before):
                yield row["owner"], row["job_id"]

    def set_waiting(self, owner: Owner, job: JobId, targets: AbstractSet[str]) -> bool:
        """Write which accounts a job waits for, in place of what was written; tell whether that is new."""
        before = self._waiting_keys(owner, job)
        new = [_waiting(owner, job, target) for target in sorted(targets - before.keys())]
        self._table.write_all(new)
        self._table.delete_all(key for target, key in before.items() if target not in targets)
        return bool(new) and not before

    def stop_waiting_operations(self, owner: Owner, job: JobId) -> Sequence[Mapping[str, Any]]:
        """Describe that a job waits no more, to be made together with the task that goes on with it."""
        return [self._table.delete_operation(key) for key in self._waiting_keys(owner, job).values()]

    def _waiting_keys(self, owner: Owner, job: JobId) -> dict[str, keys.Key]:
        rows = self._table.scan_partition(keys.partition(owner, job), WAITING)
        return {row["waits_for"]: keys.Key(pk=row["pk"], sk=row["sk"]) for row in rows}

    def waiting_for(self, target: str) -> Iterator[tuple[Owner, JobId]]:
        """Find jobs, of every owner, with blocked items that wait for an account; the index may lag."""
        for row in self._table.scan_index(ACTIVE_INDEX, WAITING + target):
            yield row["owner"], row["job_id"]

    def rows(self, owner: Owner, job: JobId) -> Iterator[Row]:
        """Read everything about a job, whatever it is."""
        yield from self._table.scan_partition(keys.partition(owner, job))

    def erase(self, owner: Owner, job: JobId, *, for_good: bool) -> None:
        """Delete everything about a job, the marked job itself last and only `for_good`; can be repeated."""
        head = keys.job(owner, job)
        rows = (keys.Key(pk=row["pk"], sk=row["sk"]) for row in self.rows(owner, job) if row["sk"] != "JOB")
        self._table.delete_all(rows)
        if for_good:
            self._table.delete_all([head])


def _waiting(owner: Owner, job: JobId, target: str) -> Row:
    marks = {"active_pk": WAITING + target, "active_sk": f"{owner}#{job}"}
    return {**keys.blocked(owner, job, target), "owner": owner, "job_id": job, "waits_for": target, **marks}


def unedited(draft: Job) -> "ConditionBase":
    """A draft holds and asks for what it did when it was read."""
    same = equals("edits", draft.edits)
    return same if draft.edits else same | absent("edits")


def wrong_state(current: Row | None) -> Conflict | NotFound:
    """Say why a change to a job was refused."""
    if current is None:
        return NotFound("There is no such job.")
    return Conflict(f"The job is {current['status']}; this cannot be done now.", subject=current["job_id"])
