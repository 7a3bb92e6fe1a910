"""What happens when an object arrives: a sent file is judged, a dropped ZIP becomes a job of its own."""

from datetime import datetime

from dailies.domain.errors import Conflict, InvalidInput, LimitReached
from dailies.domain.filenames import display_name
from dailies.domain.ids import JobId, UploadId, job_id, upload_id
from dailies.domain.job import Job
from dailies.domain.options import Options
from dailies.domain.status import JobStatus, UploadStatus
from dailies.domain.upload import Upload
from dailies.services.app import App, logger
from dailies.services.generating import start_job
from dailies.services.judging import judge
from dailies.storage import keys
from dailies.storage.keys import InboxKey
from dailies.storage.objects import ObjectFacts
from dailies.telemetry.context import bind

_REFUSED = "job.refused"


def receive(app: App, key: str) -> None:
    """Deal with an object that arrived; hearing of it again changes nothing."""
    place = keys.read(key)
    facts = app.objects.facts(key) if place else None
    if place is None or facts is None:
        logger.info("object ignored", extra={"reason": "not ours" if place is None else "gone"})
        return
    if isinstance(place, InboxKey):
        _receive_drop(app, place, key, facts)
        return
    bind(job_id=place.job_id, upload_id=place.upload_id)
    upload = app.store.uploads.get(place.owner, place.job_id, place.upload_id)
    if upload is None or upload.status is not UploadStatus.REQUESTED:
        logger.info("object ignored", extra={"reason": "no slot is waiting for it"})
        return
    judge(app, upload, key, facts)


def names_of_drop(key: str, modified: datetime, etag: str) -> tuple[JobId, UploadId]:
    """Name the job and the upload that a dropped ZIP becomes; sent again, it becomes others."""
    # A HEAD tells whole seconds, some stores' listings milliseconds.
    job = job_id(modified.replace(microsecond=0), f"{key}#{etag}")
    return job, upload_id(job, key, etag)


def _receive_drop(app: App, place: InboxKey, key: str, facts: ObjectFacts) -> None:
    """Make a job of a ZIP that was dropped, under names that follow from the object: once, however often heard."""
    job = _job_of_drop(app, place, key, facts)
    bind(job_id=job.job_id)
    if job.status is not JobStatus.DRAFT:
        return  # started by an earlier event, or deleted since
    upload = _upload_of_drop(app, job, place, key, facts)
    app.store.uploads.add([upload])
    current = app.store.uploads.get(job.owner, job.job_id, upload.upload_id)
    if current and current.status is UploadStatus.REQUESTED:
        judge(app, upload, key, facts)
        current = app.store.uploads.get(job.owner, job.job_id, upload.upload_id)
    if current and current.status is UploadStatus.ACCEPTED:
        _start_drop(app, job)


def _start_drop(app: App, job: Job) -> None:
    try:
        start_job(app, job.owner, job.job_id)
    except Conflict:
        return  # another event started it
    except (InvalidInput, LimitReached) as refused:
        if any(event.event == _REFUSED for _, event in app.store.timeline.read(job.owner, job.job_id)):
            return
        app.store.timeline.add(job.owner, job.job_id, _REFUSED, job.job_id, failure=refused.failure)


def _job_of_drop(app: App, place: InboxKey, key: str, facts: ObjectFacts) -> Job:
    name, _ = names_of_drop(key, facts.modified, facts.etag)
    job = Job(
        owner=place.owner,
        job_id=name,
        title=display_name(place.name)[:200],
        options=Options(),
        created_at=facts.modified,
        updated_at=facts.modified,
    )
    return app.store.jobs.add(job)


def _upload_of_drop(app: App, job: Job, place: InboxKey, key: str, facts: ObjectFacts) -> Upload:
    _, name = names_of_drop(key, facts.modified, facts.etag)
    return Upload(
        owner=job.owner,
        job_id=job.job_id,
        upload_id=name,
        name=display_name(place.name),
        size=facts.size,
        content_type="application/zip",
        source=key,
        created_at=facts.modified,
        updated_at=app.clock(),
    )
