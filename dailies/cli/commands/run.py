"""`dailies run`: images and prompts in, files out."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dailies.cli.access import Access, open_desk
from dailies.cli.commands import job_options, options
from dailies.cli.reporting import print_json

if TYPE_CHECKING:
    from dailies.cli.answers import Quote
    from dailies.cli.choosing import TakesEach
    from dailies.cli.desk import Desk
    from dailies.cli.running import Order, Report

_EXISTING = click.Path(exists=True, path_type=Path)


def _read_choice(text: str) -> "TakesEach":
    from dailies.cli.choosing import parse_choice  # noqa: PLC0415 - heavy
    from dailies.domain.errors import InvalidInput  # noqa: PLC0415

    try:
        return parse_choice(text)
    except InvalidInput as error:
        raise click.BadParameter(f"{error} {error.failure.advice}") from error


@click.command()
@click.argument("sources", nargs=-1, required=True, metavar="IMAGES... PROMPTS", type=_EXISTING)
@click.option(
    "-o",
    "--out",
    type=click.Path(file_okay=False, path_type=Path),
    default=Path("out"),
    show_default=True,
    help="Where the ZIP and its files go.",
)
@click.option("--title", help="What the job is called.  [default: the images' folder]")
@job_options.of_a_job
@click.option(
    "--select",
    "pick",
    default="first",
    show_default=True,
    callback=lambda _context, _option, text: _read_choice(text),
    help="all, first, none, or e.g. 2-per-item.",
)
@options.quality
@click.option("--resolution", type=click.Choice(["720p", "4K"]), help="Of the files.  [default: 4K]")
@click.option("--no-upscale", is_flag=True, help="The same as --resolution 720p.")
@click.option("--folder-name", default="Dailies", show_default=True, help="The folder inside the ZIP.")
@click.option("--keep-going", is_flag=True, help="Deliver what succeeded even when some items failed.")
@click.option("--dry-run", is_flag=True, help="Say what it would cost and what may go wrong; make nothing.")
@click.option("--strict", is_flag=True, help="Stop at any warning before anything is spent.")
@click.option("--up", "start_stage", is_flag=True, help="Start the stage when none is running.")
@options.as_json
@click.pass_context
def run(context: click.Context, /, start_stage: bool, as_json: bool, **given: Any) -> None:
    """Do the whole job: generate, pick, upscale, deliver.

    IMAGES are a folder, files, or one ZIP; PROMPTS is a .txt, .csv or .json file (a ZIP may hold its own).
    """
    access = context.ensure_object(Access)
    images, prompts = _split(given["sources"])
    if given["no_upscale"] and given["resolution"] == "4K":
        raise click.UsageError("--no-upscale and --resolution 4K contradict each other.")
    if start_stage and access.api is None:
        _bring_up(context)
    with open_desk(access, as_json=as_json) as desk:
        from dailies.cli.errors import FAILED  # noqa: PLC0415 - heavy
        from dailies.cli.running import Run  # noqa: PLC0415

        work = Run(desk, _order(desk, given, images, prompts))
        if given["dry_run"]:
            _print_quote(work.quote(), as_json=as_json)
            return
        report = work.go()
        _print(desk, report, as_json=as_json)
        if report.problems:
            raise SystemExit(FAILED)


def _split(sources: Sequence[Path]) -> tuple[Sequence[Path], Path | None]:
    from dailies.cli.sources import split_sources  # noqa: PLC0415 - heavy

    images, prompts = split_sources(sources)
    if not images:
        raise click.UsageError("Name the images first: a folder, files, or one ZIP.")
    return images, prompts


def _bring_up(context: click.Context) -> None:
    group = context.find_root().command
    up = group.get_command(context, "up") if isinstance(group, click.Group) else None
    if up is None:
        raise click.UsageError("No stage is installed here: name an API with --api.")
    # Its own words go to stderr: stdout may be read by a program.
    from contextlib import redirect_stdout  # noqa: PLC0415
    from sys import stderr  # noqa: PLC0415

    with redirect_stdout(stderr):
        up.main(["--detach"], prog_name="dailies up", standalone_mode=False)


def _order(desk: "Desk", given: dict[str, Any], images: Sequence[Path], prompts: Path | None) -> "Order":
    from dailies.cli.running import Order  # noqa: PLC0415 - heavy
    from dailies.cli.sources import find_sources  # noqa: PLC0415
    from dailies.domain.options import Quality, Resolution  # noqa: PLC0415

    sources = find_sources(images, prompts)
    for name in sources.left_out:
        desk.screen.say(f"Left out, since it is no JPEG, PNG or WebP: {name}")
    resolution = "720p" if given["no_upscale"] else given["resolution"] or "4K"
    return Order(
        title=given["title"] or images[0].resolve().stem[:120],
        sources=sources,
        options=job_options.read_options(given),
        pick=given["pick"],
        quality=Quality(given["quality"]),
        resolution=Resolution(resolution),
        folder=given["folder_name"],
        out=given["out"],
        keep_going=given["keep_going"],
        strict=given["strict"],
    )


def _print_quote(quote: "Quote", *, as_json: bool) -> None:
    # The run has shown it already to a person.
    if as_json:
        print_json(quote.model_dump(mode="json"))
    if not quote.allowed:
        from dailies.cli.errors import FAILED  # noqa: PLC0415 - heavy

        raise SystemExit(FAILED)


def _print(desk: "Desk", report: "Report", *, as_json: bool) -> None:
    from dailies.cli.showing import delivered_document, show_delivered, show_problems, show_videos  # noqa: PLC0415

    if as_json:
        print_json(
            {
                "job_id": report.job.job_id,
                "items": [item.model_dump(mode="json") for item in report.job.items],
                "videos": [video.model_dump(mode="json") for video in report.videos],
                "selected": report.chosen,
                "deliveries": delivered_document(report.delivered),
                "problems": [problem.model_dump(mode="json") for problem in report.problems],
                "seconds": {stage: round(taken, 1) for stage, taken in report.seconds.items()},
            }
        )
        return
    if not report.chosen:
        show_videos(desk.screen, report.videos)
        desk.screen.say(
            f"Pick takes with `dailies select`, then `dailies upscale --job {report.job.job_id}`."
        )
    show_delivered(desk.screen, report.delivered)
    show_problems(desk.screen, report.problems)
    times = ", ".join(f"{stage} {taken:.0f} s" for stage, taken in report.seconds.items())
    desk.screen.say(f"Job {report.job.job_id}: {times}")
