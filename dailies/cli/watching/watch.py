"""A place whose figures and logs can be read."""

from collections.abc import Iterable
from datetime import datetime
from importlib.metadata import entry_points
from typing import Protocol

from dailies.cli.errors import Unreachable
from dailies.telemetry.entries import Entry
from dailies.telemetry.summary import Series

WATCHES = "dailies.watches"
"""Entry points that answer with the watch of a stage that runs here, or None."""


class Watch(Protocol):
    """One place."""

    def series(self, since: datetime) -> Iterable[Series]:
        """Give every figure's numbers since then."""
        ...

    def entries(self, about: str, since: datetime) -> Iterable[Entry]:
        """Give the lines since then in which an id stands, in the order of time."""
        ...


def find_watch(stack: str | None) -> Watch:
    """Give the named stack's watch, else that of the stage that runs here; raises Unreachable."""
    if stack is not None:
        from dailies.cli.watching.cloud import CloudWatch  # noqa: PLC0415 - heavy

        return CloudWatch(stack)
    for point in entry_points(group=WATCHES):
        found: Watch | None = point.load()()
        if found is not None:
            return found
    raise Unreachable(
        "No stage is running, and no stack is named.",
        code="no_stage",
        advice="Start one with `dailies up`, or name a stack of your AWS account with --stack or DAILIES_STACK.",
    )
