"""`python -m infra.local.demo`: what `make demo` runs once everything is set up."""

import os
from contextlib import ExitStack
from pathlib import Path

import click
from rich.console import Console

from dailies.cli.access import make_screen
from dailies.cli.errors import INTERRUPTED
from dailies.cli.reporting import fail, treat_sigterm_as_ctrl_c
from dailies.cli.sources import Sources, find_sources
from dailies.cli.unpacking import cleared_folder
from dailies.domain.errors import DailiesError
from infra.local.config import home_folder
from infra.local.demo.scenes import draw
from infra.local.demo.showing_off import show_off
from infra.local.demo.subjects import SCENES
from infra.local.demo.telling import tell


@click.command()
@click.option(
    "--images", type=click.Path(exists=True, path_type=Path), help="A folder, a file or a ZIP of yours."
)
@click.option("--prompts", type=click.Path(exists=True, dir_okay=False, path_type=Path), help="Your prompts.")
@click.option(
    "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out"), show_default=True
)
@click.option("--clip-seconds", type=click.FloatRange(0.5, 8), help="Make the takes shorter, to look faster.")
def main(images: Path | None, prompts: Path | None, out: Path, clip_seconds: float | None) -> None:
    """Run the whole job on this machine, with three drawn pictures or with yours."""
    if (images is None) != (prompts is None):
        raise click.UsageError("Give both --images and --prompts, or neither.")
    out.mkdir(parents=True, exist_ok=True)
    treat_sigterm_as_ctrl_c()
    try:
        with ExitStack() as stack:
            folder = stack.enter_context(cleared_folder(out / ".pictures"))
            sources = find_sources([images], prompts) if images else _drawn(folder)
            home = home_folder(os.environ)
            shown = show_off(home, sources, out, make_screen(as_json=False), clip_seconds=clip_seconds)
    except DailiesError as error:
        fail(error, as_json=False)
    except KeyboardInterrupt:
        raise SystemExit(INTERRUPTED) from None
    tell(Console(), shown.report, shown.sheet, shown.seconds)


def _drawn(folder: Path) -> Sources:
    pictures = [draw(scene, folder) for scene in SCENES]
    prompts = folder / "prompts.csv"
    lines = [f'{path.name},"{scene.prompt}"' for path, scene in zip(pictures, SCENES, strict=True)]
    prompts.write_text("\n".join(["image,prompt", *lines, ""]), encoding="utf-8")
    return find_sources(pictures, prompts)


if __name__ == "__main__":
    main()
