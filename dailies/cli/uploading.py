"""Sends a job's files, several at once, and waits until each was looked at."""

from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from threading import Event

from dailies.cli.answers import Job, Slot, Upload
from dailies.cli.desk import Desk
from dailies.cli.errors import TransferFailed, Unfinished
from dailies.cli.rows import sentence
from dailies.cli.screen import Row, Scene, Screen
from dailies.cli.sending import send_file
from dailies.cli.sources import LocalFile
from dailies.cli.transfer import OnBytes
from dailies.cli.waiting import follow
from dailies.domain.errors import Cancelled
from dailies.domain.failure import Failure
from dailies.domain.status import UploadStatus

_AT_ONCE = 4
_SLOTS = 20
"""Slots asked for together: few, so that no link expires before its turn."""
_VERDICT_SECONDS = 15 * 60.0
"""A lost event is made up for within minutes."""


def send_all(desk: Desk, job: str, files: Sequence[LocalFile]) -> None:
    """Send every file into the draft; raises TransferFailed that names the first that could not be sent."""
    total = sum(file.size for file in files)
    with desk.screen.transfer(f"Sending {len(files)} files", total) as on_bytes:
        for some in _in_groups(files, _SLOTS):
            slots = desk.client.request_uploads(job, some)
            if len(slots) != len(some):
                raise TransferFailed("The API gave slots for another number of files.", retryable=False)
            _send_some(desk, job, some, slots, on_bytes)


def _in_groups(files: Sequence[LocalFile], size: int) -> Iterator[Sequence[LocalFile]]:
    return (files[start : start + size] for start in range(0, len(files), size))


def _send_some(
    desk: Desk, job: str, files: Sequence[LocalFile], slots: Sequence[Slot], on_bytes: OnBytes
) -> None:
    stopped = Event()

    def count(sent: int) -> None:
        if stopped.is_set():
            raise Cancelled("The sending was stopped.")
        on_bytes(sent)

    pool = ThreadPoolExecutor(_AT_ONCE, thread_name_prefix="send")
    try:
        for _ in pool.map(partial(_send_one, desk, job, count), files, slots):
            pass
    except BaseException:
        stopped.set()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _send_one(desk: Desk, job: str, on_bytes: OnBytes, file: LocalFile, slot: Slot) -> None:
    etags = send_file(desk.transfer, file, slot, on_bytes)
    if slot.needs_complete:
        desk.client.complete_upload(job, slot.upload_id, etags)


def await_verdicts(desk: Desk, job: str) -> Job:
    """Wait until each file was looked at; raises Unfinished that names each refused one."""
    patience = replace(desk.patience, seconds=min(desk.patience.seconds, _VERDICT_SECONDS))
    with desk.screen.scene("Checking the files") as show:
        looked_at = follow(
            desk.client.watched_job(job),
            _is_decided,
            lambda seen: show(uploads_scene(seen.uploads)),
            patience,
        )
    _warn(desk.screen, looked_at.uploads)
    refused = [_failure_of(upload) for upload in looked_at.uploads if upload.status is UploadStatus.REJECTED]
    if refused:
        raise Unfinished(
            f"{len(refused)} of {len(looked_at.uploads)} files are refused.",
            code="files_refused",
            advice="Nothing was generated. Replace or remove them and run again.",
            problems=refused,
        )
    return looked_at


def uploads_scene(uploads: Sequence[Upload]) -> Scene:
    """Show the verdicts that stand out."""
    refused = [
        Row(upload.name, "refused", 0, sentence(upload.failure))
        for upload in uploads
        if upload.status is UploadStatus.REJECTED
    ]
    decided = sum(upload.status is not UploadStatus.REQUESTED for upload in uploads)
    return Scene(tuple(refused), f"{decided} of {len(uploads)}")


def _is_decided(job: Job) -> bool:
    return all(upload.status is not UploadStatus.REQUESTED for upload in job.uploads)


def _failure_of(upload: Upload) -> Failure:
    found = upload.failure or Failure(code="rejected", detail="It was refused.")
    return found.model_copy(update={"subject": upload.name})


def _warn(screen: Screen, uploads: Sequence[Upload]) -> None:
    for upload in uploads:
        for warning in upload.warnings:
            screen.say(f"{upload.name}: {warning}")
