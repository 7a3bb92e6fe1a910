"""Where something that is looked through bit by bit was left."""

from dailies.store import keys
from dailies.store.table import Table


class Bookmarks:
    """One place for each thing that is looked through."""

    def __init__(self, table: Table) -> None:
        """Take the table."""
        self._table = table

    def get(self, of: str) -> str | None:
        """Give the place; None for the beginning."""
        row = self._table.get(keys.bookmark(of))
        return row["place"] if row else None

    def put(self, of: str, place: str | None) -> None:
        """Remember the place, or with None that it begins anew."""
        key = keys.bookmark(of)
        if place is None:
            self._table.delete_all([key])
        else:
            self._table.write_all([{**key, "place": place}])
