"""What accidents leave behind, put where they would have left it and dated long ago: lost runs, events, deletions."""

from datetime import timedelta

import boto3

from dailies.clock import now
from dailies.domain.failure import Failure
from dailies.domain.ids import JobId, Owner, TaskId, UploadId, task_id, upload_id
from dailies.domain.job import Task
from dailies.domain.options import TaskKind
from dailies.domain.spreading import Batch
from dailies.domain.status import TaskStatus
from dailies.domain.upload import Upload
from dailies.storage import keys
from dailies.store.rows import value
from dailies.store.store import Store
from dailies.store.table import Table
from infra.local.config import DEFAULT_ACCOUNT, StageState

LONG_AGO = timedelta(hours=1)
TOKEN = "a token of a step that is over"


class Accidents:
    """Writes to the stage's table and bucket what a program that died half-way would have written."""

    def __init__(self, stage: StageState, session: boto3.session.Session, owner: Owner, job: JobId) -> None:
        """Take the stage, and the draft that everything happens to."""
        dynamodb = session.resource("dynamodb", endpoint_url=stage.emulator_url)
        self._store = Store(Table(dynamodb, stage.outputs["TableName"]), lambda: now() - LONG_AGO)
        self._s3 = session.client("s3", endpoint_url=stage.emulator_url)
        self._bucket = stage.outputs["BucketName"]
        self._owner, self._job = owner, job

    def put(self, key: str, body: bytes, **notes: str) -> None:
        """Put an object whose row was never written, or is gone."""
        self._s3.put_object(Bucket=self._bucket, Key=key, Body=body, Metadata=notes)

    def leave_upload(self, seed: str, *, source: str | None = None) -> Upload:
        """Write a slot that nobody ever gave a verdict, about an object of its own or that of `source`."""
        moment = now() - LONG_AGO
        upload = Upload(
            owner=self._owner,
            job_id=self._job,
            upload_id=self.slot(seed),
            name=f"{seed}.zip",
            size=1,
            content_type="application/zip",
            source=source,
            created_at=moment,
            updated_at=moment,
        )
        self._store.uploads.add([upload])
        return upload

    def slot(self, seed: str) -> UploadId:
        """Name the slot that a seed makes."""
        return upload_id(self._job, f"{seed}.zip", seed)

    def leave_task(self, number: int, status: TaskStatus) -> TaskId:
        """Write a task whose execution nobody knows, with a container and a step that wait for each other."""
        moment = now()
        task = Task(
            owner=self._owner,
            job_id=self._job,
            task_id=task_id(self._job, TaskKind.UPSCALE, number),
            kind=TaskKind.UPSCALE,
            status=status,
            created_at=moment,
            updated_at=moment,
        )
        self._store.table.transact(self._store.tasks.put_operation(task))
        self._store.tasks.add_batch(self._owner, task.task_id, 0, Batch(unit_ids=()))
        seen = self._store.tasks.batch(self._owner, task.task_id, 0)
        opened = self._store.tasks.open_round(self._owner, seen, 0, TOKEN)
        self._store.tasks.note_batch_job(self._owner, opened, "a-container-that-is-gone")
        return task.task_id

    def age(self, task: TaskId) -> None:
        """Let a task be one that nobody touched for long."""
        seen = self._store.tasks.get(self._owner, task)
        self._store.tasks.note(seen, {"updated_at": value(now() - LONG_AGO)})

    def interrupt_deletion(self) -> None:
        """Mark the job as being deleted, with objects in all its places and nobody at work."""
        for prefix in keys.of_job(self._owner, self._job):
            self.put(f"{prefix}left", b"left behind")
        self._store.jobs.mark_deleting(self._store.jobs.get(self._owner, self._job))

    def block_account(self) -> None:
        """Let a person be needed for the account, as a changed site does."""
        failure = Failure(code="ui_changed", detail="The site is not as it was.", subject=DEFAULT_ACCOUNT)
        self._store.accounts.block(DEFAULT_ACCOUNT, failure)

    def unblock_account(self) -> None:
        """Let the account be worked with, and die before its jobs are told."""
        self._store.accounts.unblock(DEFAULT_ACCOUNT)
