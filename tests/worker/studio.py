"""The real container, run by hand against the emulator and the stand-in site: no Batch, no state machine."""

import itertools
import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Lock
from typing import Any

from dailies.domain.accounts import Account
from dailies.domain.ids import AccountName
from dailies.domain.job import Job, Scope, Task
from dailies.domain.ledger import Purchase
from dailies.domain.options import Options, TaskKind
from dailies.domain.status import Status
from dailies.domain.units import Item, Video
from dailies.services.accounts import register_account
from dailies.services.app import App
from dailies.services.launching import begin_task
from dailies.services.orchestration import collect, plan
from dailies.settings import BatchRun
from dailies.store.conditions import exists
from dailies.store.tasks import BatchRecord
from dailies.store.units import key_of
from tests.intake.makers import picture
from tests.store.makers import make_item, make_job, new_owner
from tests.worker.site import Site

RUN_SECONDS = 90
_numbers = itertools.count(1)


@dataclass(frozen=True)
class Hired:
    """One account: the name that we know it by, and the address that the site knows."""

    name: AccountName
    email: str


class Studio:
    """Accounts, jobs and runs of the container."""

    def __init__(self, app: App, environment: Mapping[str, str], site: Site, folder: Path) -> None:
        self.app, self.site = app, site
        self._environment, self._folder = environment, folder
        self._credentials: dict[str, dict[str, str]] = {}
        self._lock = Lock()
        self._started: list[subprocess.Popen[bytes]] = []

    def hire(self, *, limits: Mapping[str, Any] | None = None, **profile: Any) -> Hired:
        """Make an account at the site and register it."""
        signs_in = self.site.open_account(**profile)
        with self._lock:
            name = AccountName(f"studio-{next(_numbers)}")
            self._credentials[name] = signs_in
            self.app.aws.secrets.put_secret_value(
                SecretId=self.app.settings.flow_secret, SecretString=json.dumps(self._credentials)
            )
        register_account(self.app, name, **(limits or {}))
        return Hired(name, signs_in["email"])

    def account(self, hired: Hired) -> Account:
        """Read an account as it stands."""
        account = self.app.store.accounts.get(hired.name)
        assert account is not None
        return account

    def begin(self, hired: Hired, *, items: int = 1, **options: Any) -> Task:
        """Start a job of its own owner with that account, planned up to its batch."""
        chosen = Options.model_validate({"outputs": 1, "account": hired.name, **options})
        job = self.app.store.jobs.add(make_job(new_owner(), options=chosen))
        made = [self._item(job, number) for number in range(1, items + 1)]
        self.app.store.units.add(*made)
        task = begin_task(
            self.app, job, TaskKind.GENERATE, scope=Scope.PENDING, request=None, asked_for=items
        )
        return self.planned(task)

    def planned(self, task: Task) -> Task:
        """Let the first step of a task's execution be made."""
        plan(self.app, task.owner, task.task_id)
        return self.app.store.tasks.get(task.owner, task.task_id)

    def _item(self, job: Job, number: int) -> Item:
        item = make_item(job, number, Status.PENDING, prompt=f"A boat on lake {next(_numbers)}")
        self.app.objects.put(item.image.key, picture(), content_type="image/png")
        return item

    def run(self, task: Task, *, crash_at: str = "", **settings: object) -> int:
        """Run the container for the task's one batch to its end; gives the exit code, negative for a signal."""
        return self.start(task, crash_at=crash_at, **settings).wait(RUN_SECONDS)

    def start(self, task: Task, *, crash_at: str = "", **settings: object) -> subprocess.Popen[bytes]:
        """Run the container without waiting for it."""
        self._open_round(task)
        run = self._run_of(task)
        given = {f"DAILIES_{name.upper()}": str(value) for name, value in settings.items()}
        crash = {"DAILIES_CRASH_AT": f"automation.{crash_at}"} if crash_at else {}
        return self._launch(task.task_id, {**run.environment(), **given, **crash})

    def check(self, *hired: Hired) -> list[int]:
        """Run the container as a check of each account, all beside each other; gives the exit codes."""
        running = [self._launch(f"check-{each.name}", {"DAILIES_CHECK": each.name}) for each in hired]
        return [process.wait(RUN_SECONDS) for process in running]

    def log_of_check(self, hired: Hired) -> str:
        """Read what the checks of an account wrote."""
        return (self._folder / f"check-{hired.name}.log").read_text(errors="replace")

    def _launch(self, name: str, variables: Mapping[str, str]) -> subprocess.Popen[bytes]:
        with (self._folder / f"{name}.log").open("ab") as log:
            container = subprocess.Popen(
                [sys.executable, "-m", "containers.automation"],
                env={**self._environment, **variables},
                stdout=log,
                stderr=log,
            )
        self._started.append(container)
        return container

    def close(self) -> None:
        """End what a failed test left running."""
        for container in self._started:
            container.kill()
            container.wait(10)

    def collect(self, task: Task) -> None:
        """Take back what a dead container held, as the state machine does; how often it died is not counted."""
        collect(self.app, self._run_of(task))
        for item in self.items(task):
            if item.crashes:
                self.app.store.table.change(key_of(item), {"crashes": 0}, when=exists())

    def _open_round(self, task: Task) -> None:
        batch = self._batch_of(task)
        opened = self.app.store.tasks.open_round(task.owner, batch, batch.round + 1, "taken at once")
        # No state machine waits: a heartbeat for a token that nobody knows would stop a slow container.
        self.app.store.tasks.take_token(task.owner, task.task_id, batch.batch, opened.round)

    def _batch_of(self, task: Task) -> BatchRecord:
        return self.app.store.tasks.batch(task.owner, task.task_id, 0)

    def _run_of(self, task: Task) -> BatchRun:
        batch = self._batch_of(task)
        return BatchRun(
            owner=task.owner,
            job=task.job_id,
            task=task.task_id,
            batch=batch.batch,
            round=batch.round,
            account=batch.account,
        )

    def log_of(self, task: Task) -> str:
        """Read what the containers of a task wrote."""
        return (self._folder / f"{task.task_id}.log").read_text(errors="replace")

    def items(self, task: Task) -> list[Item]:
        """Read the job's items."""
        return list(self.app.store.units.items(task.owner, task.job_id))

    def videos(self, task: Task) -> list[Video]:
        """Read the job's takes."""
        return list(self.app.store.videos.of_job(task.owner, task.job_id))

    def purchases(self, task: Task) -> list[Purchase]:
        """Read the job's ledger."""
        return self.app.store.ledger.of_job(task.owner, task.job_id)

    def paid(self, task: Task) -> int:
        """Count the paid submissions of the job's prompts on the site's bill."""
        return sum(self.site.paid(item.prompt) for item in self.items(task))


def container_environment(**variables: str) -> dict[str, str]:
    """Give what a container gets: nothing of ours but where programs and their libraries are."""
    return {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "LANG": "C.UTF-8", **variables}
