"""What a route needs to know about the request it answers."""

from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from aws_lambda_powertools.event_handler import Depends
from aws_lambda_powertools.event_handler.request import Request

from dailies.domain.ids import Owner
from dailies.services.app import App
from functions.api.cursors import Cursors
from functions.api.incoming import Incoming


@dataclass(frozen=True)
class Seed:
    """What new ids derive from: the same for every repeat of one request."""

    text: str
    at: datetime


@dataclass(frozen=True)
class Call:
    """One authorised request."""

    app: App
    owner: Owner
    request: Incoming
    body: str
    """JSON, or empty."""
    seed: Seed
    cursors: Cursors

    def read_cursor(self, cursor: str | None) -> str | None:
        """Give the place that a cursor marks; None for the first page."""
        return self.cursors.read(cursor, self._list()) if cursor is not None else None

    def next_cursor(self, place: str | None) -> str | None:
        """Sign the place where the next page begins; None when there is no next page."""
        return self.cursors.write(place, self._list()) if place is not None else None

    def _list(self) -> str:
        # A cursor is good for this owner, this list and these other parameters only.
        others = sorted(pair for pair in self.request.query if pair[0] != "cursor")
        return f"{self.owner}\0{self.request.path}\0{others}"


def _current(request: Request) -> Call:
    call: Call = request.context["call"]
    return call


CurrentCall = Annotated[Call, Depends(_current)]
