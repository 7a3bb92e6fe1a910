"""What the schedule looks at every minute, for people to watch: queue, accounts, credits of the day."""

from itertools import islice

from dailies.domain.accounts import AccountState
from dailies.domain.standing import stand
from dailies.domain.status import TaskStatus
from dailies.services.app import App
from dailies.services.finding import task_units
from dailies.telemetry.metrics import Sample, sample

MOST_TASKS = 20
"""The oldest are read with their units: what waits longest is among them."""


def measure(app: App) -> list[Sample]:
    """Measure how open work stands now."""
    moment = app.clock()
    tasks = [task for task in app.store.tasks.open() if task.status is not TaskStatus.PAUSED]
    oldest = list(islice(sorted(tasks, key=lambda task: task.created_at), MOST_TASKS))
    standing = stand(tasks, (unit for task in oldest for unit in task_units(app, task)), moment)
    blocked = sum(1 for account in app.store.accounts.all() if account.state is AccountState.BLOCKED)
    return [
        sample("OpenTasks", len(tasks)),
        sample("QueueAge", standing.oldest_seconds),
        sample("Stuck", standing.stuck),
        sample("BlockedAccounts", blocked),
        sample("CreditsToday", app.store.spending.spent(None, moment.date())),
    ]
