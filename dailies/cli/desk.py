"""What every step works with."""

from dataclasses import dataclass, field

from dailies.cli.client import Client
from dailies.cli.screen import Screen
from dailies.cli.transfer import Transfer
from dailies.cli.waiting import Patience


@dataclass(frozen=True)
class Desk:
    """The API, the storage, and the person who waits."""

    client: Client
    transfer: Transfer
    screen: Screen
    patience: Patience = field(default_factory=Patience)
