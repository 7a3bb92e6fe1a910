"""A job's timeline: what happened, in order, for people."""

from collections.abc import Iterator
from datetime import datetime

from pydantic import BaseModel, ConfigDict

from dailies.clock import Clock
from dailies.domain.failure import Failure
from dailies.domain.ids import JobId, Owner
from dailies.store import keys
from dailies.store.rows import to_row
from dailies.store.table import Table


class TimelineEvent(BaseModel):
    """One thing that happened to a job."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    at: datetime
    event: str
    """A stable word, such as `task.started`."""
    subject: str
    """The id it happened to."""
    attempt: int | None = None
    failure: Failure | None = None


class Timeline:
    """Every job's timeline."""

    def __init__(self, table: Table, clock: Clock) -> None:
        """Take the table and the clock that stamps events."""
        self._table, self._clock = table, clock

    def add(
        self,
        owner: Owner,
        job: JobId,
        event: str,
        subject: str,
        *,
        attempt: int | None = None,
        failure: Failure | None = None,
    ) -> None:
        """Write that something happened."""
        entry = TimelineEvent(
            at=self._clock(), event=event, subject=subject, attempt=attempt, failure=failure
        )
        key = keys.event(owner, job, entry.at, f"{event}#{subject}")
        self._table.write_all([{**to_row(entry), **key}])

    def read(
        self, owner: Owner, job: JobId, *, after: str | None = None
    ) -> Iterator[tuple[str, TimelineEvent]]:
        """Read events in order, each with the mark to go on after."""
        for row in self._table.scan_partition(keys.partition(owner, job), "EVENT#", start_after=after):
            yield row["sk"], TimelineEvent.model_validate(row)
