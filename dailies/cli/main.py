"""The `dailies` command. Nothing heavy is imported before a command runs."""

from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from pathlib import Path

import click

from dailies.cli.access import Access

PLUGINS = "dailies.commands"
"""Entry points that add commands."""

_COMMANDS = {
    "run": "dailies.cli.commands.run:run",
    "jobs": "dailies.cli.commands.jobs:jobs",
    "job": "dailies.cli.commands.jobs:job",
    "timeline": "dailies.cli.commands.jobs:timeline",
    "select": "dailies.cli.commands.videos:select",
    "upscale": "dailies.cli.commands.videos:upscale",
    "download": "dailies.cli.commands.videos:download",
    "session": "dailies.cli.commands.session:session",
    "cancel": "dailies.cli.commands.again:cancel",
    "retry": "dailies.cli.commands.again:retry",
    "rerun": "dailies.cli.commands.again:rerun",
    "recover": "dailies.cli.commands.recover:recover",
    "flow": "dailies.cli.commands.flow:flow",
    "dash": "dailies.cli.commands.dash:dash",
    "logs": "dailies.cli.commands.logs:logs",
    "login": "dailies.cli.commands.login:login",
    "logout": "dailies.cli.commands.login:logout",
}


class Commands(click.Group):
    """A group whose commands are imported when they are needed, its own first and then the plug-ins'."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Name all commands."""
        return [*_COMMANDS, *sorted(_plugins().keys() - _COMMANDS.keys())]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command."""
        if cmd_name in _COMMANDS:
            module, name = _COMMANDS[cmd_name].split(":")
            return _a_command(getattr(import_module(module), name))
        point = _plugins().get(cmd_name)
        return _load(point) if point else None


def _plugins() -> dict[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=PLUGINS)}


def _load(point: EntryPoint) -> click.Command:
    try:
        return _a_command(point.load())
    except Exception as error:  # noqa: BLE001 - a plug-in may raise anything, and must not take the others along
        return _broken(point.name, f"{type(error).__name__}: {error}")


def _a_command(found: object) -> click.Command:
    if not isinstance(found, click.Command):
        raise TypeError("it is no command")
    return found


def _broken(name: str, why: str) -> click.Command:
    def refuse() -> None:
        raise click.ClickException(f"The plug-in of `{name}` cannot be loaded: {why}")

    lenient = {"ignore_unknown_options": True, "allow_extra_args": True}
    return click.Command(name, callback=refuse, short_help="(cannot be loaded)", context_settings=lenient)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--api", envvar="DAILIES_API", show_envvar=True, help="The API; else the stage that runs here.")
@click.option(
    "--token", envvar="DAILIES_TOKEN", show_envvar=True, help="Proves who asks; better in the variable."
)
@click.option("--client-id", envvar="DAILIES_CLIENT_ID", show_envvar=True, help="A program's own id.")
@click.option(
    "--client-secret",
    envvar="DAILIES_CLIENT_SECRET",
    show_envvar=True,
    help="Its secret; best in the variable.",
)
@click.option(
    "--wallet",
    type=click.Path(dir_okay=False, path_type=Path),
    envvar="DAILIES_WALLET",
    default=lambda: Path(click.get_app_dir("dailies")) / "tokens.json",
    hidden=True,
)
@click.version_option(package_name="dailies")
@click.pass_context
def cli(
    context: click.Context,
    *,
    api: str | None,
    token: str | None,
    client_id: str | None,
    client_secret: str | None,
    wallet: Path,
) -> None:
    """Images and prompts in, finished video out.

    Exit codes: 0 done, 1 refused or failed, 2 wrong command line, 3 no API reached, 130 interrupted.
    """
    client = (client_id, client_secret) if client_id and client_secret else None
    context.obj = Access(api, token, client, wallet)
