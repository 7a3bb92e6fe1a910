"""The fields that a log line may have; whatever else somebody passes to a logger stays out."""

import json
from collections.abc import Mapping
from typing import Any

from dailies.telemetry.context import bound_ids
from dailies.telemetry.redaction import redact

IDS = (
    "correlation_id",
    "job_id",
    "task_id",
    "item_id",
    "video_id",
    "upload_id",
    "unit",
    "attempt",
    "batch",
    "round",
    "account",
)
"""What a line is about. An owner is its token's subject: opaque, and named in request lines alone."""

FIELDS = (
    "timestamp", "level", "service", "message", *IDS,
    # a request
    "owner", "method", "route", "status", "ms",
    # what became of work
    "outcome", "code", "advice", "event", "state", "next", "seconds", "reason", "error", "stage", "step",
    "passed", "accounts", "batches", "provider", "job_name", "name_of_evidence",
    # what the reconciler did
    "tasks", "uploads", "drops", "resumed", "erased", "aborted", "failed",
    # a row that cannot be read
    "pk", "sk",
    # what it took
    "exit", "frames", "cpu_seconds", "memory_mb", "peak_mb",
    # where in the program, and in which invocation
    "location", "function_request_id", "exception_name", "exception",
)  # fmt: skip
"""In the order in which a line has them."""


def write_line(fields: Mapping[str, Any]) -> str:
    """Write one line of JSON: a newline inside a message cannot forge a second one."""
    said = {name: value for name, value in fields.items() if value is not None}
    known = {**bound_ids(), **said}
    line = {name: _plain(known[name]) for name in FIELDS if name in known}
    return json.dumps(line, ensure_ascii=False)


def _plain(value: Any) -> Any:
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, list | tuple):
        return [_plain(each) for each in value[:50]]
    return redact(str(value))
