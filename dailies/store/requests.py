"""Idempotent requests: the first with a key does the work, the others get its answer."""

from datetime import datetime, timedelta
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


class RequestRecord(BaseModel):
    """What became of a request."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    digest: str
    """SHA-256 of the body: the same key with another body is a mistake."""
    seed: str
    """What ids made by this request derive from, so that a repeat makes the same ones."""
    begun_at: datetime
    status: int | None = None
    answer: str | None = None


class Requests:
    """Requests by owner, route and key."""

    def __init__(self, table: Table, clock: Clock) -> None:
        """Take the table and the clock that decides what is stale."""
        self._table, self._clock = table, clock

    def begin(self, owner: Owner, route: str, token: str, digest: str, seed: str) -> RequestRecord | None:
        """Claim a key: None = it is ours to do; else the record of who had it first."""
        key = keys.idempotency(owner, route, token)
        record = RequestRecord(digest=digest, seed=seed, begun_at=self._clock())
        row: dict[str, Any] = {**to_row(record), "expires_at": int((self._clock() + KEPT).timestamp())}
        try:
            self._table.put_new(key, row)
        except Superseded as there:
            return RequestRecord.model_validate(there.current)
        return None

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

    def forget(self, owner: Owner, route: str, token: str) -> None:
        """Free a key whose request changed nothing, so that it can be repeated."""
        self._table.delete_all([keys.idempotency(owner, route, token)])
