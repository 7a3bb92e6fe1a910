"""The watch of the stage that runs here: what functions wrote in the emulator, and what containers wrote on disk."""

import os
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from dailies.cli.watching.searching import search_group
from dailies.telemetry.entries import Entry, merge, read_entry
from dailies.telemetry.metrics import NAMESPACE
from dailies.telemetry.summary import Series, series_of
from infra.local.clients import Clients
from infra.local.config import home_folder
from infra.local.residence import find_running

CONTAINERS = "containers"


def find_watch() -> "StageWatch | None":
    """Give the watch of the stage that runs in the user's home; None when none does."""
    state = find_running(home_folder(os.environ))
    if state is None:
        return None
    clients = Clients(emulator_url=state.emulator_url, batch_url=state.batch_url, secret_key=state.secret_key)
    return StageWatch(clients, state.home / "logs" / CONTAINERS)


class StageWatch:
    """One running stage."""

    def __init__(self, clients: Clients, containers: Path) -> None:
        """Take the emulator's clients, and the folder of the containers' logs."""
        self._clients, self._folder = clients, containers

    def series(self, since: datetime) -> Iterable[Series]:
        """Count the metric lines that are still in the logs."""
        return series_of(self.entries(NAMESPACE, since), since)

    def entries(self, about: str, since: datetime) -> Iterable[Entry]:
        """Read all logs."""
        files = (_lines_of(path, about, since) for path in sorted(self._folder.glob("*.log*")))
        groups = (search_group(self._clients.logs, group, about, since) for group in self._groups())
        return merge(*files, *groups)

    def _groups(self) -> list[str]:
        pages = self._clients.logs.get_paginator("describe_log_groups").paginate()
        return [group["logGroupName"] for page in pages for group in page["logGroups"]]


def _lines_of(path: Path, about: str, since: datetime) -> Iterator[Entry]:
    try:
        ended = datetime.fromtimestamp(path.stat().st_mtime, UTC)
        text = path.read_text(errors="replace") if ended >= since else ""
    except FileNotFoundError:
        return  # pruned meanwhile
    for line in text.splitlines():
        # A program that was never ours writes plain text: its file's name says whose container it was.
        if about in line or about in path.name:
            entry = read_entry(line, path.stem, ended)
            if entry and entry.at >= since:
                yield entry
