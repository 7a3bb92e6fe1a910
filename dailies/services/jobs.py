"""Making, reading, listing and deleting jobs."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from itertools import islice

from pydantic import BaseModel, ConfigDict

from dailies.domain.errors import Conflict
from dailies.domain.ids import JobId, Owner, job_id
from dailies.domain.job import Counts, Job, Task, fold, percent_done
from dailies.domain.options import Options
from dailies.domain.preflight import PreflightWarning, image_warnings
from dailies.domain.quote import SHOWN_WARNINGS
from dailies.domain.status import ACTIVE_TASK, JobStatus, Status
from dailies.domain.units import Item
from dailies.domain.upload import Upload
from dailies.services.app import App
from dailies.services.cancelling import cancel_task
from dailies.services.offering import refuse_impossible
from dailies.storage import keys
from dailies.telemetry.context import bind
from dailies.telemetry.emf import emit
from dailies.telemetry.metrics import sample

COUNTED_LIVE = 500
"""Up to this many items a job is counted when it is read; above it, as of the last batch that ended."""


LIVE_JOBS = 20
"""So many running jobs are counted when several are read at once."""


class JobStanding(BaseModel):
    """A job and how far it is."""

    model_config = ConfigDict(frozen=True)

    job: Job
    progress: int
    """Percent of the items' work."""


class JobView(BaseModel):
    """A job as a reader sees it."""

    model_config = ConfigDict(frozen=True)

    job: Job
    progress: int
    """Percent of the items' work."""
    items: tuple[Item, ...]
    more: bool
    """There are items after the last of these."""
    uploads: tuple[Upload, ...]
    tasks: tuple[Task, ...]
    warnings: tuple[PreflightWarning, ...] = ()
    """Of a draft's images; what stands against its prompts is in its quote."""


def create_job(
    app: App,
    owner: Owner,
    *,
    title: str,
    options: Options,
    priority: int,
    seed: str,
    at: datetime | None = None,
) -> Job:
    """Write a new job; the same seed and moment give the same job. Refuses what the provider cannot do."""
    refuse_impossible(app, options)
    moment = at or app.clock()
    job = Job(
        owner=owner,
        job_id=job_id(moment, seed),
        title=title,
        options=options,
        priority=priority,
        created_at=moment,
        updated_at=moment,
    )
    made = app.store.jobs.add(job)
    app.store.timeline.add(owner, made.job_id, "job.created", made.job_id)
    bind(job_id=made.job_id)
    emit([sample("JobsCreated")])
    return made


def read_job(app: App, owner: Owner, job: JobId, *, after: str | None, limit: int) -> JobView:
    """Read a job with a page of its items."""
    head = app.store.jobs.get(owner, job)
    page = list(islice(app.store.units.items(owner, job, after=after), limit + 1))
    first_page_is_all = after is None and len(page) <= limit
    items = page if first_page_is_all else _countable(app, head)
    counts = fold(item.status for item in items) if items else head.counts
    uploads = tuple(app.store.uploads.of_job(owner, job)) if after is None else ()
    return JobView(
        job=head.model_copy(update={"counts": counts}),
        progress=_progress(items, counts),
        items=tuple(page[:limit]),
        more=len(page) > limit,
        uploads=uploads,
        tasks=tuple(app.store.tasks.of_job(owner, job)) if after is None else (),
        warnings=tuple(islice(_about_images(app, head, uploads), SHOWN_WARNINGS)),
    )


def _about_images(app: App, job: Job, uploads: tuple[Upload, ...]) -> Iterator[PreflightWarning]:
    # A draft is polled while its files arrive: prompts lie in the bucket, and many images in many pages.
    images = sum(upload.verdict.images for upload in uploads)
    if job.status is JobStatus.DRAFT and 0 < images <= COUNTED_LIVE:
        for source in app.store.uploads.images(job.owner, job.job_id):
            yield from image_warnings(source.image, job.options)


def _countable(app: App, job: Job) -> list[Item]:
    if job.counts.total > COUNTED_LIVE:
        return []
    return list(islice(app.store.units.items(job.owner, job.job_id), COUNTED_LIVE))


def _progress(items: list[Item], counts: Counts) -> int:
    return percent_done(counts, sum(item.progress for item in items if item.status is Status.RUNNING))


def list_jobs(app: App, owner: Owner, *, after: JobId | None, limit: int) -> tuple[list[Job], bool]:
    """Read a page of an owner's jobs, newest first, and tell whether there are more."""
    page = list(islice(app.store.jobs.list(owner, after=after), limit + 1))
    return page[:limit], len(page) > limit


def read_jobs(app: App, owner: Owner, jobs: Sequence[JobId]) -> list[JobStanding]:
    """Read several jobs in that order, with those that run counted as they stand now; the missing are left out."""
    found = app.store.jobs.those(owner, jobs)
    heads = [found[job] for job in dict.fromkeys(jobs) if job in found]
    running = [head.job_id for head in heads if head.status is JobStatus.RUNNING]
    live = frozenset(running[:LIVE_JOBS])
    return [_standing(app, head, live=head.job_id in live) for head in heads]


def _standing(app: App, head: Job, *, live: bool) -> JobStanding:
    items = _countable(app, head) if live else []
    counts = fold(item.status for item in items) if items else head.counts
    return JobStanding(job=head.model_copy(update={"counts": counts}), progress=_progress(items, counts))


def delete_job(app: App, owner: Owner, job: JobId) -> None:
    """Stop what runs, then delete the job with all its objects; an interrupted delete is finished later."""
    head = app.store.jobs.get(owner, job)
    running = [task for task in app.store.tasks.of_job(owner, job) if task.status in ACTIVE_TASK]
    for task in running:
        cancel_task(app, owner, task.task_id)
    if any(task.status in ACTIVE_TASK for task in app.store.tasks.of_job(owner, job)):
        raise Conflict("A task of the job is still being stopped; try again in a few seconds.")
    app.store.jobs.mark_deleting(head)
    # A container that was told to stop may still put an object: the mark stays until it is surely gone.
    erase_job(app, owner, job, for_good=not running)


def erase_job(app: App, owner: Owner, job: JobId, *, for_good: bool = True) -> None:
    """Delete a job's objects, then its rows; not `for_good` = the reconciler comes by once more."""
    for upload in app.store.uploads.of_job(owner, job):
        if upload.source:
            app.objects.delete(upload.source)
    for prefix in keys.of_job(owner, job):
        app.objects.delete_prefix(prefix)
    app.store.jobs.erase(owner, job, for_good=for_good)
