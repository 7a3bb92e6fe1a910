"""One command's run: what it works with, and how its errors reach a person or a program."""

import json
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from dailies.cli.bearer import TokenSource
    from dailies.cli.desk import Desk
    from dailies.cli.screen import Screen
    from dailies.domain.errors import DailiesError

_SERVER_ERROR = 500


@dataclass(frozen=True)
class Access:
    """Which API, and who asks."""

    api: str | None
    token: str | None = None
    client: tuple[str, str] | None = None
    """A machine's id and secret."""
    wallet: Path | None = None
    """The file of a person's tokens."""


def print_json(document: Any) -> None:
    """Print one document for programs: UTF-8, keys sorted."""
    click.echo(json.dumps(document, ensure_ascii=False, sort_keys=True, indent=2))


@contextmanager
def session(access: Access, *, as_json: bool) -> Iterator["Desk"]:
    """Open what a command works with; an error inside becomes words, or JSON, and the exit code of its kind."""
    with treat_errors(as_json=as_json), _desk(access, as_json=as_json) as desk:
        yield desk


@contextmanager
def treat_errors(*, as_json: bool) -> Iterator[None]:
    """Turn an error inside into words, or JSON, and the exit code of its kind."""
    from dailies.domain.errors import DailiesError  # noqa: PLC0415 - `--help` stays quick

    treat_sigterm_as_ctrl_c()
    try:
        yield
    except DailiesError as error:
        fail(error, as_json=as_json)
    except KeyboardInterrupt:
        from dailies.cli.errors import INTERRUPTED  # noqa: PLC0415

        click.echo("Interrupted.", err=True)
        raise SystemExit(INTERRUPTED) from None


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


def treat_sigterm_as_ctrl_c() -> None:
    """Let a polite end (of a terminal, a container) stop the work as a person would."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


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


def fail(error: "DailiesError", *, as_json: bool) -> NoReturn:
    """Say what went wrong, and exit with the code of its kind."""
    from dailies.cli.errors import exit_code  # noqa: PLC0415 - heavy

    if as_json:
        problems = [problem.model_dump(mode="json") for problem in error.problems]
        print_json({"error": {**error.failure.model_dump(mode="json"), "problems": problems}})
    else:
        for line in explain(error):
            click.echo(line, err=True)
    raise SystemExit(exit_code(error))


def explain(error: "DailiesError") -> list[str]:
    """Put an error into lines: what happened, each of several causes, what to do, and where the log has more."""
    from dailies.cli.rows import sentence, visible  # noqa: PLC0415 - heavy

    failure = error.failure
    first = failure.model_copy(update={"advice": None})
    lines = [f"Error: {sentence(first)}"]
    lines += [f"  {visible(problem.subject or '-')}: {sentence(problem)}" for problem in error.problems]
    if failure.advice:
        lines.append(visible(failure.advice))
    request = getattr(error, "request_id", None)
    if request and getattr(error, "http_status", 0) >= _SERVER_ERROR:
        lines.append(f"The API's log has more under request {visible(request)}.")
    return lines
