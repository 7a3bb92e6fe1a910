"""Searching one log group of CloudWatch, or of what imitates it."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

from dailies.telemetry.entries import Entry, read_entry


def search_group(logs: Any, group: str, about: str, since: datetime) -> Iterator[Entry]:
    """Give the lines of a group since then in which a text stands."""
    pages = logs.get_paginator("filter_log_events").paginate(
        logGroupName=group, filterPattern=f'"{about}"', startTime=round(since.timestamp() * 1000)
    )
    for page in pages:
        for event in page["events"]:
            written = datetime.fromtimestamp(event["timestamp"] / 1000, UTC)
            if entry := read_entry(event["message"], group, written):
                yield entry
