"""Which units a task is about."""

from collections.abc import Iterator

from dailies.domain.ids import Owner
from dailies.domain.job import Scope, Task
from dailies.domain.units import Unit
from dailies.services.app import App
from dailies.store.tasks import BatchRecord


def candidates(app: App, task: Task) -> Iterator[Unit]:
    """Read the units that a task may take on: those it names, else every item of its job."""
    if task.scope is Scope.CHOSEN:
        return (app.store.units.get(task.owner, unit) for unit in task.unit_ids)
    return iter(app.store.units.items(task.owner, task.job_id))


def task_units(app: App, task: Task) -> Iterator[Unit]:
    """Read the units that were put into a task."""
    return (unit for unit in candidates(app, task) if unit.task_id == task.task_id)


def batch_units(app: App, owner: Owner, batch: BatchRecord) -> list[Unit]:
    """Read a batch's units in order, without those that a later task has taken on."""
    units = (app.store.units.get(owner, unit) for unit in batch.unit_ids)
    return [unit for unit in units if unit.task_id == batch.task_id]
