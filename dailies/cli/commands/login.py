"""`dailies login` and `dailies logout`: who you are to the API."""

import click

from dailies.cli.access import Access
from dailies.cli.reporting import treat_errors


@click.command()
@click.option(
    "--no-browser", is_flag=True, help="Sign in on another machine and paste the address that it ends at."
)
@click.pass_obj
def login(access: Access, no_browser: bool) -> None:
    """Sign in to the API with a browser; afterwards every command is yours.

    The stage of this machine needs none of it. A program signs in with DAILIES_CLIENT_ID and DAILIES_CLIENT_SECRET.
    """
    with treat_errors(as_json=False):
        from dailies.cli.errors import SignInFailed  # noqa: PLC0415 - `--help` stays quick
        from dailies.cli.identity import find_sign_in, open_network  # noqa: PLC0415
        from dailies.cli.location import find_api  # noqa: PLC0415
        from dailies.cli.login import sign_in_by_browser, sign_in_by_paste  # noqa: PLC0415
        from dailies.cli.wallet import Wallet  # noqa: PLC0415

        api = find_api(access.api)
        with open_network(api) as network:
            place = find_sign_in(api, network)
            if place is None:
                raise SignInFailed("This API does not say how to sign in.", subject=api)
            if no_browser:
                tokens = sign_in_by_paste(place, network, click.echo, lambda: click.prompt("Address"))
            else:
                tokens = sign_in_by_browser(place, network, click.echo)
        Wallet(access.wallet).keep(api, tokens)
        click.echo(f"You are signed in to {api}.")


@click.command()
@click.pass_obj
def logout(access: Access) -> None:
    """Forget the tokens of this API, and have the provider forget them too."""
    with treat_errors(as_json=False):
        from dailies.cli.identity import find_sign_in, open_network  # noqa: PLC0415 - `--help` stays quick
        from dailies.cli.location import find_api  # noqa: PLC0415
        from dailies.cli.tokens import revoke  # noqa: PLC0415
        from dailies.cli.wallet import Wallet  # noqa: PLC0415

        api = find_api(access.api)
        wallet = Wallet(access.wallet)
        held = wallet.get(api)
        wallet.forget(api)
        if held is not None and held.refresh_token:
            with open_network(api) as network:
                place = find_sign_in(api, network)
                if place is not None:
                    revoke(place, network, held.refresh_token)
        click.echo(f"You are signed out of {api}.")
