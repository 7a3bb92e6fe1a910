"""Log lines read back: from whatever place, in one order. Pure."""

import heapq
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

_OF_THE_RUNTIME = ("START RequestId", "END RequestId", "REPORT RequestId", "INIT_START", "INIT_REPORT")
"""What Lambda itself writes around each invocation."""


@dataclass(frozen=True, order=True)
class Entry:
    """One line."""

    at: datetime
    place: str
    """The log that it stands in."""
    fields: Mapping[str, Any] = field(compare=False)

    @property
    def is_metric(self) -> bool:
        """Tell whether it is there to be counted, not to be read."""
        return "_aws" in self.fields

    @property
    def is_look(self) -> bool:
        """Tell whether it says no more than that somebody looked and was answered: a client polls every second."""
        status = self.fields.get("status")
        return self.fields.get("method") in {"GET", "HEAD"} and isinstance(status, int) and status < 400


def read_entry(line: str, place: str, at: datetime) -> Entry | None:
    """Read one line, which was written at `at` if it does not say when itself; None for an empty one."""
    text = line.strip()
    if not text or text.startswith(_OF_THE_RUNTIME):
        return None
    try:
        fields = json.loads(text)
    except ValueError:
        fields = None
    if not isinstance(fields, dict):
        return Entry(at, place, {"message": text})
    return Entry(_moment(fields) or at, place, fields)


def merge(*logs: Iterable[Entry]) -> Iterator[Entry]:
    """Give the lines of several logs in the order of time; a log's own order counts where moments are equal."""
    return heapq.merge(*(sorted(log, key=_time) for log in logs), key=_time)


def _time(entry: Entry) -> datetime:
    return entry.at


def _moment(fields: Mapping[str, Any]) -> datetime | None:
    written = fields.get("timestamp")
    counted = fields.get("_aws", {}).get("Timestamp") if isinstance(fields.get("_aws"), dict) else None
    try:
        if isinstance(counted, int | float):
            return datetime.fromtimestamp(counted / 1000, UTC)
        found = datetime.fromisoformat(str(written))
    except (ValueError, OverflowError, OSError):
        return None
    return found if found.tzinfo else found.replace(tzinfo=UTC)
