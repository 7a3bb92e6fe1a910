"""What a task works on, cut into what one container run works through, each batch for one account."""

from collections.abc import Iterator, Mapping, Sequence

from dailies.domain.accounts import Account, AccountState
from dailies.domain.errors import Conflict
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from dailies.domain.job import Scope, Task, wanted
from dailies.domain.options import TaskKind
from dailies.domain.retry import Settlement, release
from dailies.domain.spreading import Place, hindrance, spread
from dailies.domain.status import CLAIMABLE, Status
from dailies.domain.units import Unit
from dailies.services.accounts import list_accounts
from dailies.services.app import App, logger
from dailies.services.assigning import place_finder
from dailies.services.finding import candidates
from dailies.store.tasks import BatchRecord
from dailies.store.units import unit_id

MOST_RACES = 20


def plan_batches(app: App, task: Task) -> list[BatchRecord]:
    """Queue the task's units and write its batches; those written before stay, with their rounds and tokens."""
    units = list(_queued(app, task))
    if task.kind is not TaskKind.GENERATE:
        places = [Place(unit_id(unit)) for unit in units]
        return _cut(app, task, places, (), app.settings.media_batch_items)
    accounts = {account.name: account for account in list_accounts(app)}
    ready = [account for account in accounts.values() if account.state is AccountState.READY]
    workable = list(_workable(app, task, units, accounts))
    return _cut(app, task, workable, ready, app.settings.batch_items)


def handed_back(unit: Unit) -> Settlement:
    """Say what becomes of a unit whose worker is gone."""
    return release(unit.failure, tries=unit.tries, crashes=unit.crashes)


def hold(app: App, unit: Unit, failure: Failure) -> None:
    """Let a unit that nobody works on wait for a person; no try of it is used up."""
    if unit.status in CLAIMABLE:
        fate = Settlement(status=Status.BLOCKED, failure=failure, tries=unit.tries, crashes=unit.crashes)
        app.store.units.leave(unit, fate)


def _queued(app: App, task: Task) -> Iterator[Unit]:
    for unit in candidates(app, task):
        mine = unit.task_id == task.task_id
        if mine and unit.status is Status.RUNNING:
            # Only a run begun again finds these: its workers were ended before it was planned.
            yield app.store.units.leave(unit, handed_back(unit)) or unit
        elif mine and unit.status in CLAIMABLE:
            yield unit
        elif not mine and (task.scope is Scope.CHOSEN or wanted(task.scope, unit.status, unit.failure)):
            try:
                yield app.store.units.queue(
                    unit, task.task_id, {"quality": task.quality} if task.quality else None
                )
            except Conflict:
                logger.info("unit is busy in another task", extra={"unit": unit_id(unit)})


def _workable(
    app: App, task: Task, units: Sequence[Unit], accounts: Mapping[AccountName, Account]
) -> Iterator[Place]:
    """Give where each unit may be worked on; what only a person can get going is held at once."""
    job = app.store.jobs.get(task.owner, task.job_id)
    find = place_finder(app, job, recover=task.recover)
    for unit in units:
        place = find(unit)
        if failure := hindrance(place, accounts):
            hold(app, unit, failure)
        else:
            yield place


def _cut(
    app: App, task: Task, places: Sequence[Place], ready: Sequence[Account], size: int
) -> list[BatchRecord]:
    """Append batches for what no batch holds yet.

    Two planners may see different accounts ready: each number is written once, so a loser reads again what is left.
    """
    for _ in range(MOST_RACES):
        planned = app.store.tasks.batches(task.owner, task.task_id)
        taken = {unit for record in planned for unit in record.unit_ids}
        left = [place for place in places if place.unit_id not in taken]
        if not left:
            return planned
        for number, batch in enumerate(spread(left, ready, size), start=len(planned)):
            if not app.store.tasks.add_batch(task.owner, task.task_id, number, batch):
                break
    raise Conflict("Too many plan this task at once.", subject=task.task_id, retryable=True)
