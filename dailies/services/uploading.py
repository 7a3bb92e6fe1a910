"""Upload slots: asking for them, completing what was sent."""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from dailies.domain.errors import Conflict, InvalidInput, LimitReached, NotFound
from dailies.domain.ids import JobId, Owner, UploadId, upload_id
from dailies.domain.job import Job
from dailies.domain.status import JobStatus, UploadStatus
from dailies.domain.upload import ARCHIVE_BYTES, MULTIPART_BYTES, Upload
from dailies.services.app import App
from dailies.storage import keys
from dailies.storage.links import UploadLink

if TYPE_CHECKING:
    from mypy_boto3_s3 import S3Client

MOST_UPLOADS = 10_000
"""Files of one job: as many as it may have items."""
BEGUN_AT_ONCE = 10
"""The connections that a client of the store keeps."""


class FileToSend(BaseModel):
    """What the user says of a file before sending it."""

    model_config = ConfigDict(frozen=True)

    name: str
    size: int
    content_type: str


class Slot(BaseModel):
    """Where and how to send one file."""

    model_config = ConfigDict(frozen=True)

    upload: Upload
    link: UploadLink
    needs_complete: bool
    """Whether its end must be told: always of parts, of a whole file where the store tells nobody."""


def request_uploads(
    app: App, owner: Owner, job: JobId, files: Sequence[FileToSend], *, seed: str
) -> list[Slot]:
    """Make a slot for each file; the same request again gives the same slots with fresh links."""
    head = app.store.jobs.get(owner, job)
    if head.status is not JobStatus.DRAFT:
        raise Conflict(f"The job is {head.status}; files can only be added to a draft.", subject=job)
    there = {upload.upload_id: upload for upload in app.store.uploads.of_job(owner, job)}
    wanted = [_slot(app, head, file, f"{seed}#{position}") for position, file in enumerate(files)]
    if len(there.keys() | {upload.upload_id for upload in wanted}) > MOST_UPLOADS:
        raise LimitReached(f"A job takes at most {MOST_UPLOADS:,} files.", retry_after_seconds=0)
    new = [upload for upload in wanted if upload.upload_id not in there]
    # What was begun is written down before the next is: a request that runs out of time goes on where it was.
    for start in range(0, len(new), BEGUN_AT_ONCE):
        begun = _begin_all(app, new[start : start + BEGUN_AT_ONCE])
        app.store.uploads.add(begun)
        there |= {upload.upload_id: upload for upload in begun}
    return [_slot_of(app, there[upload.upload_id]) for upload in wanted]


def _slot(app: App, job: Job, file: FileToSend, seed: str) -> Upload:
    if file.size > ARCHIVE_BYTES:
        limit = ARCHIVE_BYTES // 1024**2
        raise InvalidInput(
            f"A file may have {limit} MB.", code="too_large", subject=file.name, advice="Split it."
        )
    moment = app.clock()
    return Upload(
        owner=job.owner,
        job_id=job.job_id,
        upload_id=upload_id(job.job_id, file.name, seed),
        name=file.name,
        size=file.size,
        content_type=file.content_type,
        created_at=moment,
        updated_at=moment,
    )


def _key(upload: Upload) -> str:
    return keys.upload(upload.owner, upload.job_id, upload.upload_id)


def _begin_all(app: App, uploads: Sequence[Upload]) -> list[Upload]:
    if all(upload.size <= MULTIPART_BYTES for upload in uploads):
        return list(uploads)
    begin = partial(_begin, app.objects.client, app.objects.bucket)
    with ThreadPoolExecutor(BEGUN_AT_ONCE) as pool:
        return list(pool.map(begin, uploads))


def _begin(client: "S3Client", bucket: str, upload: Upload) -> Upload:
    if upload.size <= MULTIPART_BYTES:
        return upload
    begun = client.create_multipart_upload(Bucket=bucket, Key=_key(upload), ContentType=upload.content_type)
    return upload.model_copy(update={"multipart_id": begun["UploadId"]})


def _slot_of(app: App, upload: Upload) -> Slot:
    needs_complete = bool(upload.multipart_id or app.settings.intake_queue)
    return Slot(upload=upload, link=_link(app, upload), needs_complete=needs_complete)


def _link(app: App, upload: Upload) -> UploadLink:
    if upload.multipart_id:
        return app.links.multipart(_key(upload), upload.multipart_id, size=upload.size)
    return app.links.upload(_key(upload), size=upload.size, content_type=upload.content_type)


def complete_upload(app: App, owner: Owner, job: JobId, upload: UploadId, etags: Sequence[str]) -> Upload:
    """Put the parts of a multipart upload together and see to it that the file is checked; twice is as good as once.

    A file that was sent whole needs this only where the store tells nobody of it; there it saves a minute.
    """
    slot = app.store.uploads.get(owner, job, upload)
    if slot is None:
        raise NotFound("There is no such upload.")
    if slot.multipart_id is None and not app.settings.intake_queue:
        raise Conflict("This upload is not in parts.", subject=upload)
    if slot.status is not UploadStatus.REQUESTED:
        return slot
    if not app.objects.facts(_key(slot)):
        if slot.multipart_id is None:
            raise Conflict("This file has not arrived.", code="not_arrived", subject=upload)
        _join(app, slot, slot.multipart_id, etags)
    app.announce(_key(slot))
    return slot


def _join(app: App, slot: Upload, multipart: str, etags: Sequence[str]) -> None:
    from botocore.exceptions import ClientError  # noqa: PLC0415 - heavy

    if not etags:
        raise InvalidInput("The parts' ETags are missing.", code="parts_invalid", subject=slot.name)
    parts = [{"ETag": etag, "PartNumber": number} for number, etag in enumerate(etags, start=1)]
    try:
        app.objects.client.complete_multipart_upload(
            Bucket=app.objects.bucket,
            Key=_key(slot),
            UploadId=multipart,
            MultipartUpload={"Parts": parts},  # type: ignore[typeddict-item]
        )
    except ClientError as error:
        if error.response["ResponseMetadata"]["HTTPStatusCode"] >= 500:
            raise
        raise InvalidInput(
            "The parts do not make up the file.", code="parts_invalid", subject=slot.name
        ) from error
