"""Starting jobs again that waited for an account: each once for each time that something changed about it."""

import time

from dailies.domain.accounts import Account, AccountState
from dailies.domain.errors import DailiesError, NotFound
from dailies.domain.ids import JobId, Owner
from dailies.domain.job import Job, Scope
from dailies.domain.options import TaskKind
from dailies.domain.spreading import ANY_ACCOUNT
from dailies.domain.status import JobStatus
from dailies.services.app import App, logger
from dailies.services.assigning import waits_of
from dailies.services.launching import begin_task, begun_before

RESUMING_SECONDS = 10.0
"""An API call has 30 s; what is left over goes on with the next minute."""


def resume_jobs(app: App, account: Account) -> int:
    """Start what waits for this account, or for any, as far as time allows; tell how many jobs."""
    if account.state is AccountState.BLOCKED:
        return 0
    resumed, until = 0, time.monotonic() + RESUMING_SECONDS
    for target in (account.name, ANY_ACCOUNT):
        for owner, job in list(app.store.jobs.waiting_for(target)):
            if time.monotonic() > until:
                return resumed
            try:
                resumed += _resume(app, owner, job, account)
            except DailiesError as error:
                logger.info("not resumed yet", extra={"job_id": job, "code": error.failure.code})
    return resumed


def try_accounts_again(app: App, job: Job) -> None:
    """Unblock what a job waits for, as its user says that something was done about it; it blocks again if not."""
    waits = set(waits_of(app, job).values())
    for account in app.store.accounts.all():
        if account.state is AccountState.BLOCKED and waits & {account.name, ANY_ACCOUNT}:
            app.store.accounts.unblock(account.name)


def note_waiting(app: App, owner: Owner, job: JobId, *, blocked: int) -> None:
    """Mark which accounts a job's blocked items wait for; may be repeated, and says once that the job waits."""
    try:
        waits = waits_of(app, app.store.jobs.get(owner, job)) if blocked else {}
    except NotFound:
        return  # being deleted
    if app.store.jobs.set_waiting(owner, job, set(waits.values())):
        cause = app.store.units.item(owner, next(iter(waits))).failure
        app.store.timeline.add(owner, job, "job.blocked", job, failure=cause)


def _resume(app: App, owner: Owner, job: JobId, account: Account) -> bool:
    try:
        head = app.store.jobs.get(owner, job)
    except NotFound:
        return False  # being deleted, its marks with it
    if head.status is JobStatus.RUNNING:
        return False  # whoever works on it marks it again at its end
    targets = waits_of(app, head).values()
    mine = sum(target in {account.name, ANY_ACCOUNT} for target in targets)
    # Named by what changed about the account: a job that is blocked again without a change is left alone.
    request = f"resume-{account.name}-{account.notices}-{account.sign_ins}"
    if not mine or begun_before(app, owner, job, request):
        return False
    task = begin_task(
        app,
        head,
        TaskKind.GENERATE,
        scope=Scope.BLOCKED,
        request=request,
        asked_for=mine,
        beside=app.store.jobs.stop_waiting_operations(owner, job),
    )
    logger.info("job resumed", extra={"task_id": task.task_id, "account": account.name})
    return True
