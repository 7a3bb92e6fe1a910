"""Options that several commands share."""

import click

as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
no_wait = click.option("--no-wait", is_flag=True, help="Start it and come back.")
quality = click.option(
    "--quality", type=click.Choice(["fast", "balanced", "high"]), default="balanced", show_default=True
)
