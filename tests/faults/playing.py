"""The groups, each played once: beside each other in the background, or at once when it is asked for."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor

from tests.faults.books import SiteBooks
from tests.faults.house import House, Played
from tests.faults.table import Result, results_of
from tests.faults.trials import GROUPS, Group

AT_ONCE = 3
"""Containers beside each other on a machine of two cores: one waits while two work."""


class Playing:
    """Gives what became of a group when a test asks for it, so that no test waits for groups of others."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._beside = ThreadPoolExecutor(AT_ONCE)
        self._playing: list[Future[Played]] = [self._beside.submit(house.play, group) for group in GROUPS]
        self._results: dict[int, dict[str, Result]] = {}

    def played(self, group: Group) -> Played:
        """Wait for a group; play it here when its turn has not come yet."""
        place = GROUPS.index(group)
        if self._playing[place].cancel():
            self._playing[place] = Future()
            self._playing[place].set_result(self._house.play(group))
        return self._playing[place].result()

    def every(self) -> Sequence[Played]:
        """Wait for all groups."""
        return [self.played(group) for group in reversed(GROUPS)][::-1]

    def result(self, group: Group, fault: str) -> Result:
        """Compare the site's books with ours for the item that met a fault."""
        place, played = GROUPS.index(group), self.played(group)
        if place not in self._results:
            found = results_of(self._house, played, SiteBooks.read(self._house))
            self._results[place] = {each.row.fault: each for each in found}
        return self._results[place][fault]

    def close(self) -> None:
        """Start nothing more, and wait for what is under way."""
        self._beside.shutdown(cancel_futures=True)
