"""What a command works with: which API, who asks, and where progress is shown."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dailies.cli.reporting import treat_errors

if TYPE_CHECKING:
    from dailies.cli.bearer import TokenSource
    from dailies.cli.desk import Desk
    from dailies.cli.screen import Screen


@dataclass(frozen=True)
class Access:
    """Which API, and who asks."""

    api: str | None
    token: str | None = None
    client: tuple[str, str] | None = None
    """A machine's id and secret."""
    wallet: Path | None = None
    """The file of a person's tokens."""


@contextmanager
def open_desk(access: Access, *, as_json: bool) -> Iterator["Desk"]:
    """Open what a command works with; an error inside becomes words, or JSON, and the exit code of its kind."""
    with treat_errors(as_json=as_json), _desk(access, as_json=as_json) as desk:
        yield desk


@contextmanager
def _desk(access: Access, *, as_json: bool) -> Iterator["Desk"]:
    from dailies.cli.client import Client  # noqa: PLC0415 - heavy
    from dailies.cli.desk import Desk  # noqa: PLC0415
    from dailies.cli.location import find_api  # noqa: PLC0415
    from dailies.cli.transfer import Transfer  # noqa: PLC0415
    from dailies.cli.transport import Transport  # noqa: PLC0415

    address = find_api(access.api)
    transport = Transport(address, _source(access, address))
    transfer = Transfer()
    try:
        yield Desk(Client(transport), transfer, make_screen(as_json=as_json))
    finally:
        transfer.close()
        transport.close()


def _source(access: Access, address: str) -> "TokenSource":
    from dailies.cli.bearer import GivenToken, MachineTokens, PersonTokens  # noqa: PLC0415 - heavy
    from dailies.cli.wallet import Wallet  # noqa: PLC0415

    if access.token:
        return GivenToken(access.token)
    if access.client:
        return MachineTokens(address, *access.client)
    return PersonTokens(address, Wallet(access.wallet))


def make_screen(*, as_json: bool) -> "Screen":
    """Choose how to show progress: bars on a terminal, lines elsewhere, nothing beside JSON."""
    from dailies.cli.screen import Silence  # noqa: PLC0415 - heavy

    if as_json:
        return Silence()
    if sys.stdout.isatty():
        from rich.console import Console  # noqa: PLC0415

        from dailies.cli.live import LiveScreen  # noqa: PLC0415

        return LiveScreen(Console())
    from dailies.cli.lines import LineScreen  # noqa: PLC0415

    return LineScreen(click.echo)
