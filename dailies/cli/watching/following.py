"""Reading a job's log, once or on and on."""

import json
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

from dailies.cli.watching.watch import Watch
from dailies.domain.errors import InvalidInput
from dailies.domain.ids import JOB_PATTERN, is_valid, job_of, made_at
from dailies.telemetry.entries import Entry

POLL_SECONDS = 2.0
_LATE = timedelta(minutes=2)
"""A line may come into a log so long after it was written."""
_EARLY = timedelta(minutes=1)
"""A job's id is made by a clock that is not the log's."""


def read_log(
    watch: Watch,
    about: str,
    *,
    follow: bool,
    looks: bool = False,
    sleep: Callable[[float], None] = time.sleep,
) -> Iterator[Entry]:
    """Give the lines about a job, or about what its id begins; with `follow`, for ever.

    Answered looks at it are left out unless `looks`.
    """
    job = job_of(about)
    if not is_valid(JOB_PATTERN, job):
        raise InvalidInput("This is no id of a job, item, take or task.", code="bad_id", subject=about[:60])
    since, seen = made_at(job) - _EARLY, set[str]()
    while True:
        newest = since
        for entry in watch.entries(about, since):
            key = f"{entry.at.isoformat()} {entry.place} {json.dumps(entry.fields, sort_keys=True)}"
            newest = max(newest, entry.at)
            if key not in seen and not entry.is_metric and (looks or not entry.is_look):
                seen.add(key)
                yield entry
        if not follow:
            return
        since = max(since, newest - _LATE)
        sleep(POLL_SECONDS)
