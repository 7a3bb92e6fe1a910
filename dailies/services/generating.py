"""Starting a job, trying again what failed, running one item again."""

from dailies.domain.errors import Conflict, InvalidInput
from dailies.domain.ids import ItemId, JobId, Owner, job_of
from dailies.domain.job import Job, Scope, Task, wanted
from dailies.domain.options import TaskKind
from dailies.domain.status import TERMINAL, JobStatus, Status
from dailies.services.app import App
from dailies.services.launching import begin_task, begun_before
from dailies.services.offering import refuse_impossible
from dailies.services.pairing import make_items
from dailies.services.quoting import refuse_unpayable
from dailies.services.resuming import try_accounts_again


def start_job(app: App, owner: Owner, job: JobId, *, request: str | None = None) -> Task:
    """Turn a draft into items and start generating; the same request again gives the same task."""
    head = app.store.jobs.get(owner, job)
    if begun := begun_before(app, owner, job, request):
        return begun
    if head.status is not JobStatus.DRAFT:
        raise Conflict(f"The job is {head.status}; only a draft can be started.", subject=job)
    refuse_impossible(app, head.options)
    items = make_items(app, head)
    refuse_unpayable(app, head.options, len(items))
    app.store.units.write_draft(head, items)
    return begin_task(
        app, head, TaskKind.GENERATE, scope=Scope.PENDING, request=request, asked_for=len(items)
    )


def retry_job(app: App, owner: Owner, job: JobId, *, request: str | None = None) -> Task:
    """Start again what failed, was cancelled or is blocked, where that can help."""
    head = app.store.jobs.get(owner, job)
    if begun := begun_before(app, owner, job, request):
        return begun
    refuse_impossible(app, head.options)
    again = [
        item
        for item in app.store.units.items(owner, job)
        if wanted(Scope.UNFINISHED, item.status, item.failure)
    ]
    if not again:
        raise Conflict("Nothing in this job can be helped by a retry.", code="nothing_to_retry", subject=job)
    try_accounts_again(app, head)
    return begin_task(
        app, head, TaskKind.GENERATE, scope=Scope.UNFINISHED, request=request, asked_for=len(again)
    )


def rerun_item(
    app: App, owner: Owner, item: ItemId, *, prompt: str | None, request: str | None = None
) -> Task:
    """Run one item again, with another prompt when one is given; the takes it has stay."""
    head = app.store.jobs.get(owner, job_of(item))
    if begun := begun_before(app, owner, head.job_id, request):
        return begun
    found = app.store.units.item(owner, item)
    if found.status not in TERMINAL | {Status.BLOCKED}:
        raise Conflict(f"The item is {found.status}.", subject=item)
    refuse_impossible(app, head.options)
    if prompt is None and found.status is Status.FAILED and found.failure and not found.failure.retryable:
        raise InvalidInput(
            "The same prompt would be refused again.",
            code="prompt_needed",
            subject=item,
            advice=found.failure.advice,
        )
    try_accounts_again(app, head)
    again = app.store.units.want_again_operation(found, prompt=prompt)
    return begin_task(
        app, head, TaskKind.GENERATE, unit_ids=[item], beside=[again], request=request, asked_for=1
    )


def estimate_minutes(job: Job, items: int, contexts: int) -> int:
    """Estimate how long generating takes: about 3 minutes an item at real speed, some of them at once."""
    seconds = 60 + 15 * job.options.duration
    return max(1, -(-items // contexts) * seconds // 60)
