"""Idempotent requests: the first with a key does the work, the others get its answer."""

from datetime import UTC, datetime, timedelta
from typing import Any

from pydantic import BaseModel, ConfigDict

from dailies.clock import Clock
from dailies.domain.ids import Owner
from dailies.store import keys
from dailies.store.conditions import absent, equals, exists
from dailies.store.rows import to_row
from dailies.store.table import Superseded, Table

KEPT = timedelta(days=7)
TAKEN_OVER_AFTER = timedelta(seconds=40)
"""A request without an answer for this long died with its function: an HTTP API ends one after 30 seconds."""
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class RequestRecord(BaseModel):
    """What became of a request."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    digest: str
    """SHA-256 of the body: the same key with another body is a mistake."""
    seed: str
    """What ids made by this request derive from, so that a repeat makes the same ones."""
    made_at: datetime
    """When the key was first seen: ids hold this moment, so a later try must not take its own."""
    begun_at: datetime
    """When the present try began."""
    status: int | None = None
    answer: str | None = None


class Requests:
    """Requests by owner, route and key."""

    def __init__(self, table: Table, clock: Clock) -> None:
        """Take the table and the clock that decides what is stale."""
        self._table, self._clock = table, clock

    def begin(
        self, owner: Owner, route: str, token: str, digest: str, seed: str
    ) -> tuple[bool, RequestRecord]:
        """Claim a key; tell whether it is ours to do, with the record of whoever had it first."""
        key = keys.idempotency(owner, route, token)
        moment = self._clock()
        record = RequestRecord(digest=digest, seed=seed, made_at=moment, begun_at=moment)
        row: dict[str, Any] = {**to_row(record), "expires_at": int((moment + KEPT).timestamp())}
        try:
            self._table.put_new(key, row)
        except Superseded as there:
            return False, RequestRecord.model_validate(there.current)
        return True, record

    def take_over(self, owner: Owner, route: str, token: str, seen: RequestRecord) -> bool:
        """Claim a request whose function died; tell whether it is ours now."""
        if self._clock() - seen.begun_at < TAKEN_OVER_AFTER:
            return False
        try:
            self._table.change(
                keys.idempotency(owner, route, token),
                {"begun_at": self._clock()},
                when=equals("begun_at", to_row(seen)["begun_at"]) & absent("answer"),
            )
        except Superseded:
            return False
        return True

    def finish(self, owner: Owner, route: str, token: str, status: int, answer: str) -> None:
        """Keep the answer for whoever asks again."""
        self._table.change(
            keys.idempotency(owner, route, token),
            {"status": status, "answer": answer},
            when=exists(),
        )

    def abandon(self, owner: Owner, route: str, token: str) -> None:
        """Let a repeat take over at once, with the same seed: nobody knows how far this try came."""
        self._table.change(
            keys.idempotency(owner, route, token), {"begun_at": _LONG_AGO}, when=exists() & absent("answer")
        )

    def forget(self, owner: Owner, route: str, token: str) -> None:
        """Free a key whose request changed nothing, so that it can be repeated."""
        self._table.delete_all([keys.idempotency(owner, route, token)])
