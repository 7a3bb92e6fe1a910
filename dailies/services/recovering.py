"""Bringing home what was paid for and is not in the store, whatever became of the item; nothing is bought."""

from collections import defaultdict
from collections.abc import Mapping

from dailies.domain.accounts import AccountState
from dailies.domain.errors import Conflict, NotFound
from dailies.domain.failure import Failure
from dailies.domain.ids import JobId, Owner, video_id
from dailies.domain.job import Task
from dailies.domain.ledger import Purchase, Spend
from dailies.domain.options import TaskKind
from dailies.domain.retry import Settlement
from dailies.domain.status import AT_REST, Status
from dailies.domain.units import Item
from dailies.services.app import App
from dailies.services.launching import begin_task, begun_before

_NOTHING = Failure(
    code="nothing_recovered",
    detail="Nothing finished was found at the provider.",
    retryable=True,
    advice="Retry it to have it made.",
)


def recover_job(app: App, owner: Owner, job: JobId, *, request: str | None = None) -> Task:
    """Start looking for finished clips of a job's purchases; the same request again gives the same task."""
    head = app.store.jobs.get(owner, job)
    if begun := begun_before(app, owner, job, request):
        return begun
    purchases: defaultdict[str, list[Purchase]] = defaultdict(list)
    for purchase in app.store.ledger.of_job(owner, job):
        purchases[purchase.item_id].append(purchase)
    lacking = [
        item.item_id
        for item in app.store.units.items(owner, job)
        if item.status in AT_REST and any(may_lack(app, each) for each in purchases[item.item_id])
    ]
    _refuse_blocked(app, purchases)
    if not lacking:
        raise Conflict("Every clip that this job paid for is here.", code="nothing_to_recover", subject=job)
    return begin_task(
        app,
        head,
        TaskKind.GENERATE,
        unit_ids=lacking,
        recover=True,
        request=request,
        asked_for=len(lacking),
    )


def _refuse_blocked(app: App, purchases: Mapping[str, list[Purchase]]) -> None:
    for name in {each.account for group in purchases.values() for each in group if each.account}:
        account = app.store.accounts.get(name)
        if account is not None and account.state is AccountState.BLOCKED:
            raise Conflict(
                "The account that this was bought with waits for a person.",
                code="account_blocked",
                subject=name,
                retryable=True,
                advice=account.failure.advice if account.failure else None,
            )


def may_lack(app: App, purchase: Purchase) -> bool:
    """Tell whether a purchase may have a clip that is not here: it was armed, and is not published whole."""
    if not purchase.was_armed:
        return False
    if purchase.state is not Spend.PUBLISHED:
        return True
    here = [_stands(app, purchase, output) for output in range(1, purchase.outputs + 1)]
    # A take without an object was lost here; one without a row is what the provider failed to make.
    return False in here or (None in here and purchase.failure is None)


def _stands(app: App, purchase: Purchase, output: int) -> bool | None:
    """Tell whether an output's object is in storage; None where it never became a video."""
    try:
        video = app.store.videos.get(purchase.owner, video_id(purchase.item_id, purchase.number, output))
    except NotFound:
        return None
    return app.objects.facts(video.media.key) is not None


def rest_after(app: App, item: Item, failure: Failure | None) -> Settlement:
    """Say where an item comes to rest after it was looked for: with a take it succeeded, whatever else failed."""
    purchases = app.store.ledger.of_item(item.owner, item.item_id)
    if any(_stands(app, each, output + 1) for each in purchases for output in range(each.outputs)):
        return Settlement(status=Status.SUCCEEDED, failure=failure)
    last = next((each.failure for each in reversed(purchases) if each.failure), None)
    return Settlement(status=Status.FAILED, failure=failure or last or _NOTHING)
