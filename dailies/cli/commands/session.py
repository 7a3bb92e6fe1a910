"""`dailies session`: a person signs in to the generating site, sees how its accounts stand, or has one forgotten."""

import os
import sys
from pathlib import Path

import click

from dailies.cli.access import Access, open_desk
from dailies.cli.commands import options
from dailies.cli.reporting import print_json


@click.group()
def session() -> None:
    """Look after the sessions of site accounts."""


@session.command()
@options.account
@click.option(
    "--browser",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="The Chromium to open.  [default: the one that is installed]",
)
@options.as_json
@click.pass_obj
def login(access: Access, account: str, browser: Path | None, as_json: bool) -> None:
    """Open a browser to sign in to the site with ACCOUNT; what waited for that goes on by itself.

    ACCOUNT is your own name for it, such as studio-2. The session is encrypted where it is kept.
    """
    with open_desk(access, as_json=as_json) as desk:
        from dailies.cli.site_session import take_session  # noqa: PLC0415 - heavy
        from dailies.cli.window import find_browser, require_display  # noqa: PLC0415

        require_display(os.environ, sys.platform)
        program = browser or find_browser()
        known = desk.client.accounts()
        desk.screen.say(f"Sign in to {known.login_url} in the window that opens; close it to give up.")
        state = take_session(known.login_url, program)
        if account not in known.names():
            desk.client.register_account(account)
        saved = desk.client.save_session(account, state)
        if as_json:
            print_json(saved.model_dump(mode="json"))
        desk.screen.say(f"The session of {account} is saved; what waited for it goes on.")


@session.command()
@options.as_json
@click.pass_obj
def status(access: Access, as_json: bool) -> None:
    """Show how every account stands, and what to do about those that are blocked."""
    with open_desk(access, as_json=as_json) as desk:
        from dailies.cli.standing import COLUMNS, standing  # noqa: PLC0415 - heavy
        from dailies.clock import now  # noqa: PLC0415

        found = desk.client.accounts()
        if as_json:
            print_json(found.model_dump(mode="json"))
            return
        desk.screen.table(COLUMNS, standing(found.accounts, now()))


@session.command()
@options.account
@options.as_json
@click.pass_obj
def forget(access: Access, account: str, as_json: bool) -> None:
    """Delete the saved session of ACCOUNT."""
    with open_desk(access, as_json=as_json) as desk:
        desk.client.forget_session(account)
        if as_json:
            print_json({"account": account, "forgotten": True})
        desk.screen.say(
            f"The session of {account} is deleted. Sign out in your own browser to end it at the site."
        )
