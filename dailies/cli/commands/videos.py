"""`dailies select`, `dailies upscale`, `dailies download`: from takes to files."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dailies.cli.access import Access, open_desk
from dailies.cli.commands import options
from dailies.cli.reporting import print_json

if TYPE_CHECKING:
    from dailies.cli.client import Client

_video_ids = click.argument("video_ids", nargs=-1)
_of_job = click.option("--job", "job_id", help="Every picked take of this job.")


@click.command()
@click.argument("video_ids", nargs=-1, required=True)
@click.option("--unselect", is_flag=True, help="Unpick them.")
@options.as_json
@click.pass_obj
def select(access: Access, video_ids: tuple[str, ...], unselect: bool, as_json: bool) -> None:
    """Pick takes."""
    with open_desk(access, as_json=as_json) as desk:
        videos = [desk.client.select(video, selected=not unselect) for video in video_ids]
        if as_json:
            print_json({"videos": [video.model_dump(mode="json") for video in videos]})
            return
        from dailies.cli.showing import show_videos  # noqa: PLC0415 - heavy

        show_videos(desk.screen, videos)


@click.command()
@_video_ids
@_of_job
@options.quality
@options.no_wait
@options.as_json
@click.pass_obj
def upscale(
    access: Access,
    *,
    video_ids: tuple[str, ...],
    job_id: str | None,
    quality: str,
    no_wait: bool,
    as_json: bool,
) -> None:
    """Upscale takes to 4K."""
    _require_one(video_ids, job_id)
    with open_desk(access, as_json=as_json) as desk:
        from dailies.cli.upscaling import upscale as begin  # noqa: PLC0415 - heavy
        from dailies.domain.options import Quality  # noqa: PLC0415

        chosen = video_ids or _picked(desk.client, job_id)
        tasks = begin(desk, chosen, Quality(quality), wait=not no_wait)
        if as_json:
            print_json({"task_ids": tasks, "video_ids": list(chosen)})


@click.command()
@_video_ids
@_of_job
@click.option("--delivery", "delivery_id", help="Fetch a ZIP that is made, or in the making.")
@click.option("--resolution", type=click.Choice(["720p", "4K"]), default="4K", show_default=True)
@click.option("--folder-name", default="Dailies", show_default=True, help="The folder inside the ZIP.")
@click.option(
    "-o", "--out", type=click.Path(file_okay=False, path_type=Path), default=Path("out"), show_default=True
)
@click.option("--no-unpack", is_flag=True, help="Leave the ZIP as it is.")
@options.as_json
@click.pass_obj
def download(
    access: Access,
    *,
    video_ids: tuple[str, ...],
    job_id: str | None,
    delivery_id: str | None,
    resolution: str,
    folder_name: str,
    out: Path,
    no_unpack: bool,
    as_json: bool,
) -> None:
    """Fetch takes as one ZIP, check it and unpack it."""
    _require_one(video_ids, job_id, delivery_id)
    with open_desk(access, as_json=as_json) as desk:
        from dailies.cli.delivering import collect, deliver  # noqa: PLC0415 - heavy
        from dailies.cli.showing import delivered_document, show_delivered  # noqa: PLC0415
        from dailies.domain.options import Resolution  # noqa: PLC0415

        if delivery_id:
            delivered = [collect(desk, delivery_id, out, unpacked=not no_unpack)]
        else:
            chosen = video_ids or _picked(desk.client, job_id)
            delivered = deliver(
                desk,
                chosen,
                folder=folder_name,
                resolution=Resolution(resolution),
                out=out,
                unpacked=not no_unpack,
            )
        if as_json:
            print_json({"deliveries": delivered_document(delivered)})
            return
        show_delivered(desk.screen, delivered)


def _require_one(*ways: Sequence[str] | None) -> None:
    if sum(bool(way) for way in ways) != 1:
        raise click.UsageError("Name either VIDEO_IDS or one of the options that stand for some.")


def _picked(client: "Client", job_id: str | None) -> list[str]:
    from dailies.domain.errors import InvalidInput  # noqa: PLC0415 - heavy

    picked = [video.video_id for video in client.videos(job_id or "") if video.selected]
    if not picked:
        raise InvalidInput(
            "No take of this job is picked.",
            code="nothing_picked",
            subject=job_id,
            advice="Pick some with `dailies select VIDEO_ID…`; `dailies job JOB_ID` lists them.",
        )
    return picked
