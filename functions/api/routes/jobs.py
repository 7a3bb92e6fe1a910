"""Jobs: making, reading, starting, stopping, deleting."""

from itertools import islice

from dailies.domain.ids import JobId
from dailies.domain.job import Task
from dailies.services.cancelling import cancel_job
from dailies.services.drafting import change_draft
from dailies.services.generating import estimate_minutes, retry_job, start_job
from dailies.services.jobs import create_job, delete_job, list_jobs, read_job, read_jobs
from dailies.services.quoting import quote_job
from functions.api.call import Call, CurrentCall
from functions.api.etag import tagged
from functions.api.models.jobs import (
    CancelledJob,
    EventAnswer,
    JobAnswer,
    JobDetail,
    JobPage,
    Started,
    TaskAnswer,
    TimelinePage,
)
from functions.api.models.paths import (
    JOB_SEPARATOR,
    CursorQuery,
    DryRunQuery,
    JobIdsQuery,
    JobPath,
    LimitQuery,
)
from functions.api.models.quotes import QuoteAnswer
from functions.api.models.requests import ChangeJob, CreateJob
from functions.api.routing import new_router

router = new_router()


@router.post("/api/jobs/create", status_code=201, summary="Make a job", tags=["jobs"])
def create(call: CurrentCall, body: CreateJob) -> JobAnswer:
    """Make a new job, to be filled with images and prompts."""
    job = create_job(
        call.app,
        call.owner,
        title=body.title,
        options=body.options,
        priority=body.priority,
        seed=call.seed.text,
        at=call.seed.at,
    )
    return JobAnswer.of(job)


@router.get("/api/jobs", summary="List jobs", tags=["jobs"], middlewares=[tagged])
def list_newest(
    call: CurrentCall, ids: JobIdsQuery = None, cursor: CursorQuery = None, limit: LimitQuery = 50
) -> JobPage:
    """List the owner's jobs, newest first; or just those that are named, counted as they stand now."""
    if ids is not None:
        found = read_jobs(call.app, call.owner, [JobId(job) for job in ids.split(JOB_SEPARATOR)])
        return JobPage(jobs=[JobAnswer.of(each.job, each.progress) for each in found], next_cursor=None)
    place = call.read_cursor(cursor)
    jobs, more = list_jobs(call.app, call.owner, after=JobId(place) if place else None, limit=limit)
    return JobPage(
        jobs=[JobAnswer.of(job) for job in jobs],
        next_cursor=call.next_cursor(jobs[-1].job_id if more else None),
    )


@router.get("/api/jobs/<job_id>", summary="Read a job", tags=["jobs"], middlewares=[tagged])
def read(
    call: CurrentCall, job_id: JobPath, cursor: CursorQuery = None, limit: LimitQuery = 100
) -> JobDetail:
    """Read a job with a page of its items, its uploads with their verdicts, its tasks and its counts."""
    view = read_job(call.app, call.owner, job_id, after=call.read_cursor(cursor), limit=limit)
    last = f"{view.items[-1].number:05d}" if view.more else None
    return JobDetail.of_view(view, call.next_cursor(last))


@router.patch("/api/jobs/<job_id>", summary="Change a draft", tags=["jobs"])
def change(call: CurrentCall, job_id: JobPath, body: ChangeJob) -> JobAnswer:
    """Change the title or some of the options of a job that has not been started."""
    named = body.options.model_dump(exclude_unset=True)
    return JobAnswer.of(change_draft(call.app, call.owner, job_id, title=body.title, options=named))


@router.delete("/api/jobs/<job_id>", status_code=204, summary="Delete a job", tags=["jobs"])
def delete(call: CurrentCall, job_id: JobPath) -> None:
    """Stop a job and delete it with all its objects."""
    delete_job(call.app, call.owner, job_id)


@router.post("/api/jobs/<job_id>/start", summary="Start generating", tags=["jobs"])
def start(call: CurrentCall, job_id: JobPath, dry_run: DryRunQuery = False) -> Started | QuoteAnswer:
    """Start generating every item of a job, or only say what that would cost."""
    if dry_run:
        return QuoteAnswer.of(quote_job(call.app, call.owner, job_id))
    task = start_job(call.app, call.owner, job_id, request=call.seed.text)
    return _started(call, task, "Video generation started")


@router.post("/api/jobs/<job_id>/retry", summary="Retry what failed", tags=["jobs"])
def retry(call: CurrentCall, job_id: JobPath) -> Started:
    """Generate again only what failed, was cancelled or is blocked, where that can help."""
    task = retry_job(call.app, call.owner, job_id, request=call.seed.text)
    return _started(call, task, "Retry started")


@router.post("/api/jobs/<job_id>/cancel", summary="Cancel a job", tags=["jobs"])
def cancel(call: CurrentCall, job_id: JobPath) -> CancelledJob:
    """Cancel every open task of a job."""
    tasks = cancel_job(call.app, call.owner, job_id)
    return CancelledJob(job_id=job_id, tasks=[TaskAnswer.of(task) for task in tasks])


@router.get("/api/jobs/<job_id>/timeline", summary="What happened to a job", tags=["jobs"])
def timeline(
    call: CurrentCall, job_id: JobPath, cursor: CursorQuery = None, limit: LimitQuery = 100
) -> TimelinePage:
    """Read what happened to a job, in order."""
    store = call.app.store
    store.jobs.get(call.owner, job_id)
    page = list(islice(store.timeline.read(call.owner, job_id, after=call.read_cursor(cursor)), limit + 1))
    return TimelinePage(
        events=[EventAnswer.of(event) for _, event in page[:limit]],
        next_cursor=call.next_cursor(page[limit - 1][0] if len(page) > limit else None),
    )


def _started(call: Call, task: Task, what: str) -> Started:
    count = task.asked_for
    job = call.app.store.jobs.get(call.owner, task.job_id)
    return Started(
        item_count=count,
        estimated_time_minutes=estimate_minutes(job, count, call.app.settings.flow_contexts),
        message=f"{what} for {count} image{'' if count == 1 else 's'}",
        task_id=task.task_id,
    )
