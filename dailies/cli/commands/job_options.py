"""The options by which takes are made."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from dailies.domain.options import Options

Command = TypeVar("Command", bound=Callable[..., Any])

_OF_A_JOB = (
    click.option(
        "--aspect", type=click.Choice(["portrait", "landscape"]), default="portrait", show_default=True
    ),
    click.option(
        "--outputs", type=click.IntRange(1, 4), default=2, show_default=True, help="Takes of each item."
    ),
    click.option("--model", default="Veo 3.1 - Fast", show_default=True),
    click.option(
        "--duration",
        type=click.Choice(["4", "6", "8"]),
        default="8",
        show_default=True,
        help="Seconds of each take.",
    ),
    click.option(
        "--take-resolution",
        type=click.Choice(["720p", "1080p"]),
        default="720p",
        show_default=True,
        help="In which size the provider hands takes out.",
    ),
    click.option(
        "--image-use",
        type=click.Choice(["references", "frames"]),
        default="references",
        show_default=True,
        help="frames: a prompt's images are its takes' first and last frame.",
    ),
    click.option(
        "--images-per-prompt",
        type=click.IntRange(1, 3),
        default=1,
        show_default=True,
        help="Where the prompts file names no images.",
    ),
    click.option("--no-audio", is_flag=True, help="Takes without sound."),
    click.option("--prompt-for-all", is_flag=True, help="One prompt stands for every image."),
    click.option(
        "--provider",
        type=click.Choice(["flow", "veo"]),
        default="flow",
        show_default=True,
        help="Google Flow in a browser, for credits; or the Veo API, for money.",
    ),
    click.option(
        "--failover", type=click.Choice(["flow", "veo"]), help="Who makes what the provider cannot."
    ),
    click.option("--account", help="The site account to use.  [default: all that are ready]"),
    click.option("--max-credits", type=click.IntRange(0), help="The most that the job may cost."),
)


def of_a_job(command: Command) -> Command:
    """Add the options by which takes are made; `read_options` reads them."""
    for option in reversed(_OF_A_JOB):
        command = option(command)
    return command


def read_options(given: dict[str, Any]) -> "Options":
    """Make a job's options of the command line; raises a usage error for an account that no name can be."""
    from pydantic import ValidationError  # noqa: PLC0415 - heavy

    from dailies.domain.options import Options  # noqa: PLC0415

    fields = {name: given[name] for name in Options.model_fields if name in given}
    fields |= {"resolution": given["take_resolution"], "duration": int(given["duration"])}
    try:
        return Options(**fields, audio=not given["no_audio"])
    except ValidationError as error:
        first = error.errors()[0]
        raise click.UsageError(f"--{first['loc'][0]}: {first['msg']}.".replace("_", "-")) from error
