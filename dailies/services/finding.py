"""Which units a task is about."""

from collections.abc import Iterator

from dailies.domain.job import Scope, Task
from dailies.domain.units import Unit
from dailies.services.app import App


def task_units(app: App, task: Task) -> Iterator[Unit]:
    """Read the units that were put into a task."""
    if task.scope is Scope.CHOSEN:
        candidates: Iterator[Unit] = (app.store.units.get(task.owner, unit) for unit in task.unit_ids)
    else:
        candidates = iter(app.store.units.items(task.owner, task.job_id))
    for unit in candidates:
        if unit.task_id == task.task_id:
            yield unit
