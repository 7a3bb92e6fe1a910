"""The studio of these tests: the container's program with shorter patience, and jobs whose items meet faults."""

import subprocess
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dailies.domain.job import Task
from dailies.domain.status import CLAIMABLE
from dailies.domain.units import Item
from dailies.services.accounts import mark_alive, resume_account
from dailies.services.app import App
from dailies.services.orchestration import finish
from dailies.storage import keys
from dailies.store.conditions import exists
from dailies.store.units import key_of
from infra.local.flow.faults import load_faults
from tests.faults.trials import Group, Trial
from tests.worker.site import Site
from tests.worker.studio import Hired, Studio

MOST_ROUNDS = 6
ROUND_SECONDS = 200
QUOTED = "Failed. This prompt might violate our policies about generating prominent people. 99%"
"""What every prompt says, so that no row may come from anything but the site's own words."""
KNOW_THE_PROMPT = {"submission", "download", "upscale"}
"""The points at which the site can tell one item's fault from its neighbour's."""


@dataclass(frozen=True)
class Played:
    """A group whose job has come to rest."""

    group: Group
    hired: Hired
    task: Task
    stories: Mapping[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By item, where each container that tried it left it, when that was not where it was before."""
    pauses: list[str] = field(default_factory=list)
    """What the account was blocked for, each time."""


class House(Studio):
    """Runs the groups, and remembers what their containers were told."""

    def __init__(self, app: App, environment: Mapping[str, str], site: Site, folder: Path) -> None:
        super().__init__(app, environment, site, folder)
        self.environment, self.folder = environment, folder
        self.given: list[Mapping[str, str]] = []

    def tasks(self, task: Task) -> list[Task]:
        """Read all tasks of a task's job, oldest first."""
        found = self.app.store.tasks.of_job(task.owner, task.job_id)
        return sorted(found, key=lambda each: each.created_at)

    def password(self, hired: Hired) -> str:
        """Give what an account signs in with."""
        return self._credentials[hired.name]["password"]

    def profile(self, email: str) -> dict[str, Any]:
        """Ask the site how it serves an account now."""
        profile: dict[str, Any] = self.site._http.patch("/__admin/accounts", json={"email": email}).json()
        return profile

    def evidence(self, item: Item) -> set[str]:
        """Name what is kept of an item's last attempt."""
        folder = keys.evidence(item.owner, item.item_id, item.attempt, "")
        found = self.app.aws.s3.list_objects_v2(Bucket=self.app.settings.bucket, Prefix=folder)
        return {entry["Key"].removeprefix(folder) for entry in found.get("Contents", ())}

    def _launch(self, name: str, variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
        self.given.append(variables)
        with (self.folder / f"{name}.log").open("ab") as log:
            container = subprocess.Popen(
                [sys.executable, "-m", "tests.faults.container"],
                env={**self.environment, **variables},
                stdout=log,
                stderr=log,
            )
        self._started.append(container)
        return container

    def play(self, group: Group) -> Played:
        """Run a group's job until all its items are at rest, or wait for a person who never comes."""
        hired = self.hire(generation=group.generation, **group.profile)
        if group.known_pack:
            mark_alive(self.app, hired.name, group.known_pack)
        task = self.begin(hired, items=len(group.trials), **group.options)
        for item, trial in zip(self.items(task), group.trials, strict=True):
            self._switch_on(trial, hired, item)
        played = Played(group, hired, task)
        for _ in range(MOST_ROUNDS):
            before = {item.item_id: item.attempt for item in self.items(task)}
            self.start(task, flow_contexts=group.contexts).wait(ROUND_SECONDS)
            items = self.items(task)
            self._tell(played, [item for item in items if item.attempt > before[item.item_id]])
            if all(item.status not in CLAIMABLE for item in items):
                finish(self.app, task.owner, task.task_id)
                reason = self.account(hired).failure
                played.pauses.extend([reason.code] if reason else [])
                if reason is None or not group.person_acts:
                    self._tell(played, items)
                    return played
                task = self._go_on(played)
        return played

    def _switch_on(self, trial: Trial, hired: Hired, item: Item) -> None:
        prompt = f"A sign at the lake of {' and '.join(trial.faults)} says: {QUOTED}"
        self.app.store.table.change(key_of(item), {"prompt": prompt}, when=exists())
        for fault, rule in trial.faults.items():
            told = load_faults()[fault].point in KNOW_THE_PROMPT
            about = {"prompt_contains": prompt} if told else {}
            self.site.fault(fault, hired.email, **about, **rule)

    def _tell(self, played: Played, items: Iterable[Item]) -> None:
        for item in items:
            told = item.status + (f" ({item.failure.code})" if item.failure else "")
            story = played.stories[item.item_id]
            if story[-1:] != [told]:
                story.append(told)

    def _go_on(self, played: Played) -> Task:
        resume_account(self.app, played.hired.name)
        return self.planned(self.tasks(played.task)[-1])
