"""How a result or an error reaches a person or a program."""

import json
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, NoReturn

import click

if TYPE_CHECKING:
    from dailies.domain.errors import DailiesError

_SERVER_ERROR = 500


def print_json(document: Any) -> None:
    """Print one document for programs: UTF-8, keys sorted."""
    click.echo(json.dumps(document, ensure_ascii=False, sort_keys=True, indent=2))


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


def treat_sigterm_as_ctrl_c() -> None:
    """Let a polite end (of a terminal, a container) stop the work as a person would."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)


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
