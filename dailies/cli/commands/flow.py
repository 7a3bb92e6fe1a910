"""`dailies flow check`: whether the generating site is still as the selector packs say."""

import click

from dailies.cli.access import Access, open_desk
from dailies.cli.commands import options
from dailies.cli.reporting import print_json


@click.group()
def flow() -> None:
    """Look after the generating site."""


@flow.command()
@options.account
@options.no_wait
@options.as_json
@click.pass_obj
def check(access: Access, account: str, no_wait: bool, as_json: bool) -> None:
    """Walk up to the paid click with ACCOUNT, spend nothing, and say whether the site changed.

    Exit code 1 says that it did, or that the check could not be finished.
    """
    with open_desk(access, as_json=as_json) as desk:
        from dailies.cli.checking import await_check, finding  # noqa: PLC0415 - heavy
        from dailies.cli.errors import FAILED  # noqa: PLC0415

        started = desk.client.check_account(account)
        desk.screen.say(f"{started.message}: {account}")
        if no_wait:
            if as_json:
                print_json(started.model_dump(mode="json"))
            return
        found = await_check(desk, started)
        if as_json:
            print_json(found.model_dump(mode="json"))
        for line in finding(found):
            desk.screen.say(line)
        if not found.passed:
            raise SystemExit(FAILED)
