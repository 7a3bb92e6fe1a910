"""The whole store, put together."""

from functools import cached_property

from dailies.clock import Clock
from dailies.store.accounts import Accounts
from dailies.store.bookmarks import Bookmarks
from dailies.store.deliveries import Deliveries
from dailies.store.jobs import Jobs
from dailies.store.ledger import Ledger
from dailies.store.requests import Requests
from dailies.store.spending import Spending
from dailies.store.table import Table
from dailies.store.tasks import Tasks
from dailies.store.timeline import Timeline
from dailies.store.units import Units
from dailies.store.uploads import Uploads
from dailies.store.videos import Videos


class Store:
    """Everything Dailies remembers, each part with its own rules."""

    def __init__(self, table: Table, clock: Clock) -> None:
        """Take the table and the clock."""
        self.table, self._clock = table, clock

    @cached_property
    def accounts(self) -> Accounts:
        """Accounts of the generating site."""
        return Accounts(self.table, self._clock)

    @cached_property
    def bookmarks(self) -> Bookmarks:
        """Where long listings were left."""
        return Bookmarks(self.table)

    @cached_property
    def jobs(self) -> Jobs:
        """Jobs."""
        return Jobs(self.table, self._clock)

    @cached_property
    def units(self) -> Units:
        """Items, renditions, deliveries."""
        return Units(self.table, self._clock)

    @cached_property
    def tasks(self) -> Tasks:
        """Tasks and batches."""
        return Tasks(self.table, self._clock)

    @cached_property
    def uploads(self) -> Uploads:
        """Uploads and checked pictures."""
        return Uploads(self.table, self._clock)

    @cached_property
    def videos(self) -> Videos:
        """Videos."""
        return Videos(self.table)

    @cached_property
    def deliveries(self) -> Deliveries:
        """Lists of deliveries."""
        return Deliveries(self.table)

    @cached_property
    def ledger(self) -> Ledger:
        """Purchases."""
        return Ledger(self.table, self._clock)

    @cached_property
    def spending(self) -> Spending:
        """Counters of credits."""
        return Spending(self.table)

    @cached_property
    def timeline(self) -> Timeline:
        """What happened."""
        return Timeline(self.table, self._clock)

    @cached_property
    def requests(self) -> Requests:
        """Idempotency keys."""
        return Requests(self.table, self._clock)
