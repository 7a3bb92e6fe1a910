"""Options and arguments that several commands share."""

import click


def _check_account(_context: click.Context, _option: click.Parameter, name: str) -> str:
    from dailies.domain.ids import ACCOUNT_PATTERN, is_valid  # noqa: PLC0415 - `--help` stays quick

    if not is_valid(ACCOUNT_PATTERN, name):
        raise click.BadParameter("a name has lower-case letters, digits and hyphens; it is no e-mail address")
    return name


account = click.argument("account", default="default", callback=_check_account)

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
no_wait = click.option("--no-wait", is_flag=True, help="Start it and come back.")
quality = click.option(
    "--quality", type=click.Choice(["fast", "balanced", "high"]), default="balanced", show_default=True
)
