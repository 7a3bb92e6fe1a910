"""`dailies logs`: what every program wrote about a job, in the order of time."""

import click

from dailies.cli.commands import options
from dailies.cli.reporting import treat_errors


@click.command()
@click.argument("job_id", metavar="JOB")
@click.option("--follow", "-f", is_flag=True, help="Go on with what is written from now on, until Ctrl-C.")
@click.option("--all", "looks", is_flag=True, help="Also the requests that only read.")
@click.option("--stack", envvar="DAILIES_STACK", show_envvar=True, help="A stack of your AWS account.")
@options.as_json
def logs(job_id: str, follow: bool, looks: bool, stack: str | None, as_json: bool) -> None:
    """Show the log of a JOB, or of one of its items, takes or tasks, from everywhere.

    With --json each line is one JSON object, as it was written.
    """
    with treat_errors(as_json=as_json):
        from dailies.cli.watching.following import read_log  # noqa: PLC0415 - `--help` stays quick
        from dailies.cli.watching.lines import to_json, to_text  # noqa: PLC0415
        from dailies.cli.watching.watch import find_watch  # noqa: PLC0415

        write = to_json if as_json else to_text
        for entry in read_log(find_watch(stack), job_id, follow=follow, looks=looks):
            click.echo(write(entry))
