"""`dailies recover`: clips that were paid for and lost on the way are brought home."""

import click

from dailies.cli.access import Access, open_desk
from dailies.cli.commands import options
from dailies.cli.reporting import print_json


@click.command()
@click.argument("job_id")
@options.no_wait
@options.as_json
@click.pass_obj
def recover(access: Access, job_id: str, no_wait: bool, as_json: bool) -> None:
    """Download every finished clip of a job that is not here yet; nothing is bought."""
    from dailies.cli.generating import await_takes  # noqa: PLC0415 - heavy
    from dailies.cli.showing import show_job  # noqa: PLC0415

    with open_desk(access, as_json=as_json) as desk:
        before = {video.video_id for video in desk.client.videos(job_id)}
        started = desk.client.recover_job(job_id)
        desk.screen.say(started.message)
        if no_wait:
            if as_json:
                print_json(started.model_dump(mode="json", exclude_none=True))
            return
        ended = await_takes(desk, job_id, started)
        videos = desk.client.videos(job_id)
        brought = [video.video_id for video in videos if video.video_id not in before]
        if as_json:
            print_json({"job_id": job_id, "recovered": brought})
            return
        show_job(desk.screen, ended, videos)
        desk.screen.say(f"Brought home {len(brought)} take{'' if len(brought) == 1 else 's'}.")
