"""Which items of a batch each provider's pass is about."""

from dailies.domain.job import Job, Task
from dailies.domain.options import Provider
from dailies.domain.status import CLAIMABLE
from dailies.domain.units import Item, Unit
from dailies.services.app import App
from dailies.services.batch_work import BatchWork


class Roster:
    """The batch's items, by who makes them or, when recovering, by who made them."""

    def __init__(self, app: App, work: BatchWork, job: Job, task: Task) -> None:
        """Take the batch with its job and its task."""
        self._app, self._work, self._job, self._task = app, work, job, task

    def passes(self) -> tuple[Provider, ...]:
        """Give the providers in order: what the first hands over, the next takes on."""
        if self._task.recover:
            return tuple(Provider)
        first, other = self._job.options.provider, self._job.options.failover
        return (first, other) if other and other is not first else (first,)

    def due(self, provider: Provider) -> list[Item]:
        """Read the items that can be worked on now."""
        return self._of(provider, self._work.due())

    def rest(self, provider: Provider) -> list[Item]:
        """Read the items that nobody has got to, also those whose time has not come."""
        return self._of(provider, self._work.units())

    def _of(self, provider: Provider, units: list[Unit]) -> list[Item]:
        items = [unit for unit in units if isinstance(unit, Item) and unit.status in CLAIMABLE]
        return [item for item in items if provider in self._providers(item)]

    def _providers(self, item: Item) -> set[Provider]:
        if not self._task.recover:
            return {item.provider or self._job.options.provider}
        return {each.provider for each in self._app.store.ledger.of_item(item.owner, item.item_id)}
