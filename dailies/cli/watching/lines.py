"""How a log line looks: pure."""

import json

from dailies.cli.rows import visible
from dailies.telemetry.entries import Entry
from dailies.telemetry.fields import FIELDS, IDS

_ELSEWHERE = frozenset({*IDS, "timestamp", "level", "service", "message", "exception"})
_FOR_PROGRAMS = frozenset({"location", "exception_name", "function_request_id", "owner"})


def to_text(entry: Entry) -> str:
    """Give a line for people: when, how bad, who, what, about which item, and the rest."""
    said = entry.fields
    about = " ".join(
        f"{name}={said[name]}" for name in ("item_id", "attempt", "batch", "round") if name in said
    )
    more = " ".join(
        f"{name}={said[name]}" for name in FIELDS if name in said and name not in _ELSEWHERE | _FOR_PROGRAMS
    )
    head = f"{entry.at:%H:%M:%S.%f}"[:-3] + f" {said.get('level', '-'):<7} {said.get('service', '-'):<9}"
    text = visible(" ".join(part for part in (head, str(said.get("message", "")), about, more) if part))
    trace = str(said.get("exception", "")).splitlines()
    return "\n".join((text, *(f"    {visible(line)}" for line in trace)))


def to_json(entry: Entry) -> str:
    """Give a line for programs, on one line."""
    return json.dumps({**entry.fields, "log": entry.place}, ensure_ascii=False)
