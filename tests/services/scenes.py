"""Scenes that tests begin from, made by the use cases themselves."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName, TaskId
from dailies.domain.job import Job, Scope, Task
from dailies.domain.options import TaskKind
from dailies.domain.retry import Settlement
from dailies.domain.status import Status
from dailies.domain.units import Item, Unit
from dailies.domain.upload import Upload
from dailies.services.accounts import block_account
from dailies.services.app import App
from dailies.services.judging import place_of
from dailies.services.launching import begin_task
from dailies.services.orchestration import collect, finish, plan, submit
from dailies.services.receiving import receive
from dailies.services.uploading import FileToSend, request_uploads
from dailies.settings import BatchRun
from tests.intake.makers import picture
from tests.store.makers import make_item

Answer = TypeVar("Answer")
PICTURE = picture()
DEFAULT = AccountName("default")
EXPIRED = Failure(code="session_expired", detail="Signed out.", advice="Sign in again.")


def slot(app: App, job: Job, name: str, *, seed: str = "seed", size: int = 1) -> Upload:
    """Ask for the slot of one file."""
    file = FileToSend(name=name, size=size, content_type="application/octet-stream")
    (made,) = request_uploads(app, job.owner, job.job_id, [file], seed=seed)
    return made.upload


def put(app: App, upload: Upload, data: bytes) -> str:
    """Let a file arrive in its slot; gives the key that events name."""
    key = place_of(upload)
    app.objects.put(key, data, content_type="application/octet-stream")
    return key


def send(app: App, job: Job, name: str, data: bytes, *, seed: str = "seed") -> Upload:
    """Send a file and have it looked at; gives the upload with its verdict."""
    upload = slot(app, job, name, seed=seed)
    receive(app, put(app, upload, data))
    return judged(app, upload)


def judged(app: App, upload: Upload) -> Upload:
    """Read an upload as it stands."""
    found = app.store.uploads.get(upload.owner, upload.job_id, upload.upload_id)
    assert found is not None
    return found


def filled(app: App, job: Job, images: int = 1) -> Job:
    """Fill a draft with good images and as many prompts."""
    for number in range(1, images + 1):
        send(app, job, f"{number}.png", PICTURE)
    lines = "\n".join(f"prompt {number}" for number in range(1, images + 1))
    send(app, job, "prompts.txt", lines.encode())
    return job


def begun(app: App, job: Job, items: int = 1) -> Task:
    """Begin generating items that never ran."""
    made = (make_item(job, number, Status.PENDING) for number in range(1, items + 1))
    app.store.units.add(*made)
    return begin_task(app, job, TaskKind.GENERATE, scope=Scope.PENDING, request=None, asked_for=items)


def planned(app: App, job: Job, items: int = 1) -> Task:
    """Begin generating and cut into batches."""
    task = begun(app, job, items)
    plan(app, task.owner, task.task_id)
    return app.store.tasks.get(task.owner, task.task_id)


def submitted(app: App, job: Job, items: int = 1) -> tuple[Task, BatchRun]:
    """Generate up to the container that was asked for, whose token is the task's id."""
    task = planned(app, job, items)
    run = run_of(task)
    submit(app, run, task.task_id)
    return task, run


def run_of(task: Task, *, round_number: int = 1) -> BatchRun:
    """Name a round of a task's first batch."""
    return BatchRun(owner=task.owner, job=task.job_id, task=task.task_id, batch=0, round=round_number)


def elsewhere(app: App, **settings: object) -> App:
    """The same product with other settings."""
    made = App(app.settings.model_copy(update=settings), app.clock)
    vars(made)["aws"] = app.aws  # clients are slow to make
    return made


def items_of(app: App, job: Job) -> list[Item]:
    """Read a job's items."""
    return list(app.store.units.items(job.owner, job.job_id))


def claimed(app: App, job: Job) -> Unit:
    """Let a worker take the job's first item."""
    return app.store.units.claim(items_of(app, job)[0])


def paused(app: App, *jobs: Job, items: int = 2) -> Task:
    """Jobs whose account was found signed out by the worker of their first items; gives the last one's task."""
    sent = [(job, *submitted(app, job, items)) for job in jobs]
    for job, task, run in sent:
        first, *others = items_of(app, job)
        fate = Settlement(status=Status.BLOCKED, failure=EXPIRED)
        app.store.units.settle(app.store.units.claim(first), fate, {"account": DEFAULT})
        for item in others:
            app.store.units.leave(item, fate)
        block_account(app, DEFAULT, EXPIRED)
        collect(app, run)
        ended = finish(app, task.owner, task.task_id)
    return ended


def settle_all(app: App, job: Job, status: Status = Status.SUCCEEDED) -> None:
    """Let workers do all of the job's items that can be had."""
    for item in items_of(app, job):
        app.store.units.settle(app.store.units.claim(item), Settlement(status=status))


def events(app: App, job: Job) -> list[str]:
    """Give the words of a job's timeline, in order."""
    return [event.event for _, event in app.store.timeline.read(job.owner, job.job_id)]


def objects_of(app: App, job: Job, *kinds: str) -> list[str]:
    """List a job's objects of these kinds (`images`, `prompts`, …)."""
    found: list[str] = []
    for kind in kinds:
        prefix = f"{kind}/{job.owner}/{job.job_id}/"
        listed = app.objects.client.list_objects_v2(Bucket=app.objects.bucket, Prefix=prefix)
        found += [entry["Key"] for entry in listed.get("Contents", [])]
    return found


def tasks_of(app: App, job: Job) -> list[TaskId]:
    """Name a job's tasks."""
    return [task.task_id for task in app.store.tasks.of_job(job.owner, job.job_id)]


def sweep(app: App) -> None:
    """Empty the table."""
    table = app.aws.dynamodb.Table(app.settings.table)
    rows = table.scan(ProjectionExpression="pk, sk")["Items"]
    with table.batch_writer() as writer:
        for row in rows:
            writer.delete_item(Key={"pk": row["pk"], "sk": row["sk"]})


def race(act: Callable[[], Answer], racers: int = 16) -> list[Answer | Exception]:
    """Let everybody act at once; gives each one's answer, or what it raised."""
    start = threading.Barrier(racers)

    def run(_: int) -> Answer | Exception:
        start.wait(timeout=20)
        try:
            return act()
        except Exception as error:  # noqa: BLE001 - the losers' errors are what is tested
            return error

    with ThreadPoolExecutor(racers) as pool:
        return list(pool.map(run, range(racers)))
