"""`dailies up`, `dailies down`, `dailies doctor`: the stage from the command line."""

import asyncio
import json
import os
from pathlib import Path

import click

from dailies.domain.errors import DailiesError
from infra.local.config import DEFAULT_PORT, StageConfig, StageState, home_folder
from infra.local.doctor import Check, examine
from infra.local.residence import is_occupied, state_file

_port = click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="0 takes a free one.",
)


@click.command()
@_port
@click.option("--detach", is_flag=True, help="Leave it running and come back.")
@click.option("--flow-url", help="Drive this site; without it the stand-in runs.")
@click.option(
    "--clock-factor",
    type=click.FloatRange(min=1),
    default=30.0,
    show_default=True,
    help="How much faster than real time the stand-in lives.",
)
@click.option("--json", "as_json", is_flag=True, help="Print where everything is as JSON.")
def up(port: int, detach: bool, flow_url: str | None, clock_factor: float, as_json: bool) -> None:
    """Start everything on this machine and say where it is."""
    config = StageConfig(home=_home(), port=port, flow_url=flow_url, clock_factor=clock_factor)
    try:
        if detach or is_occupied(config.home):
            _start_behind(config, as_json=as_json)
        else:
            _run_here(config, as_json=as_json)
    except DailiesError as error:
        raise _complaint(error) from error


@click.command()
def down() -> None:
    """Stop everything that `up` started."""
    from infra.local import stage  # noqa: PLC0415 - `--help` stays quick

    try:
        was_running = stage.stop(_home())
    except DailiesError as error:
        raise _complaint(error) from error
    click.echo("Stopped." if was_running else "Nothing was running.")


@click.command()
@_port
@click.option("--json", "as_json", is_flag=True, help="Print the findings as JSON.")
def doctor(port: int, as_json: bool) -> None:
    """Say what is missing on this machine, and the command that installs it."""
    checks = examine(StageConfig(home=_home(), port=port))
    if as_json:
        click.echo(json.dumps([check.model_dump() for check in checks], indent=2))
    else:
        for check in checks:
            click.echo(_line(check))
    if not all(check.ok for check in checks):
        raise SystemExit(1)


def _home() -> Path:
    return home_folder(os.environ)


def _start_behind(config: StageConfig, *, as_json: bool) -> None:
    from infra.local import stage  # noqa: PLC0415 - `--help` stays quick

    _show(stage.start(config).state, as_json=as_json)


def _run_here(config: StageConfig, *, as_json: bool) -> None:
    from infra.local import stage  # noqa: PLC0415 - `--help` stays quick
    from infra.local.supervisor import supervise  # noqa: PLC0415

    stage.prepare(config)

    def on_ready(state: StageState) -> None:
        _show(state, as_json=as_json)
        if not as_json:
            click.echo("Ctrl-C stops everything.")

    asyncio.run(supervise(config, on_ready))


def _show(state: StageState, *, as_json: bool) -> None:
    if as_json:
        click.echo(json.dumps({**_places(state), "pid": state.pid}, indent=2))
        return
    for name, place in _places(state).items():
        click.echo(f"{name:<10} {place}")


def _places(state: StageState) -> dict[str, str]:
    return {
        "dailies": state.url,
        "site": state.flow_url,
        "logs": str(state.home / "logs"),
        "state": str(state_file(state.home)),
    }


def _line(check: Check) -> str:
    mark = click.style("ok     ", fg="green") if check.ok else click.style("missing", fg="red")
    return f"{mark} {check.name:<10} {check.found}" + (f"\n        → {check.mend}" if check.mend else "")


def _complaint(error: DailiesError) -> click.ClickException:
    failure = error.failure
    return click.ClickException(f"{failure.detail}\n{failure.advice}" if failure.advice else failure.detail)
