"""Which accounts a job's units may go to, read from its options, its ledger and the accounts as they stand."""

from collections.abc import Callable

from dailies.domain.ids import ItemId
from dailies.domain.job import Job
from dailies.domain.ledger import Purchase
from dailies.domain.spreading import Place, place_of, waits_for
from dailies.domain.units import Item, Unit
from dailies.services.app import App
from dailies.store.units import unit_id

FindPlace = Callable[[Unit], Place]


def place_finder(app: App, job: Job, *, recover: bool = False) -> FindPlace:
    """Read the job's ledger once, and give what says where each of its units may be worked on."""
    last: dict[ItemId, Purchase] = {}
    for purchase in app.store.ledger.of_job(job.owner, job.job_id):
        last[purchase.item_id] = purchase

    def find(unit: Unit) -> Place:
        if not isinstance(unit, Item):
            return Place(unit_id(unit))
        bought = last.get(unit.item_id)
        return place_of(unit, job.options, bought, default=app.settings.flow_account, recover=recover)

    return find


def waits_of(app: App, job: Job) -> dict[ItemId, str]:
    """Say for each blocked item which account it waits for; those that no account can help are left out."""
    find = place_finder(app, job)
    items = app.store.units.items(job.owner, job.job_id)
    waits = {item.item_id: waits_for(item, find(item)) for item in items}
    return {item: target for item, target in waits.items() if target is not None}
