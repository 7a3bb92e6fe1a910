"""`dailies dash`: the figures of both dashboards, in the terminal."""

import click

from dailies.cli.access import make_screen
from dailies.cli.commands import options
from dailies.cli.reporting import print_json, treat_errors


@click.command()
@click.option("--hours", type=click.IntRange(1, 24 * 14), default=24, show_default=True, help="How far back.")
@click.option("--stack", envvar="DAILIES_STACK", show_envvar=True, help="A stack of your AWS account.")
@click.option("--all", "everything", is_flag=True, help="Show also what was never measured.")
@options.as_json
def dash(hours: int, stack: str | None, everything: bool, as_json: bool) -> None:
    """Show how the work goes and how the machine is."""
    with treat_errors(as_json=as_json):
        from datetime import timedelta  # noqa: PLC0415 - `--help` stays quick

        from dailies import clock  # noqa: PLC0415
        from dailies.cli.watching.figures import board_lines, to_document  # noqa: PLC0415
        from dailies.cli.watching.watch import find_watch  # noqa: PLC0415
        from dailies.telemetry.boards import Board  # noqa: PLC0415
        from dailies.telemetry.summary import summarise  # noqa: PLC0415

        series = list(find_watch(stack).series(clock.now() - timedelta(hours=hours)))
        boards = {board: list(summarise(board, series)) for board in Board}
        if as_json:
            print_json({"hours": hours, **to_document(boards)})
            return
        screen = make_screen(as_json=False)
        for board, shown in boards.items():
            lines = board_lines(shown, everything=everything)
            screen.table((f"{board}, last {hours} h", "", ""), lines or [("nothing was measured", "", "")])
            screen.say("")
