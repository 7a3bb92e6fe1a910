"""`dailies jobs`, `dailies job`, `dailies timeline`: what there is and how it stands."""

import click

from dailies.cli.access import Access, open_desk
from dailies.cli.commands import options
from dailies.cli.reporting import print_json


@click.command()
@click.option("--limit", type=click.IntRange(1, 10_000), default=20, show_default=True)
@options.as_json
@click.pass_obj
def jobs(access: Access, limit: int, as_json: bool) -> None:
    """List jobs, newest first."""
    with open_desk(access, as_json=as_json) as desk:
        from dailies.cli.rows import counted  # noqa: PLC0415 - heavy

        found = list(desk.client.jobs(limit))
        if as_json:
            print_json({"jobs": [entry.model_dump(mode="json") for entry in found]})
            return
        lines = [
            (
                entry.job_id,
                entry.status,
                f"{entry.created_at:%Y-%m-%d %H:%M}",
                counted(entry.counts),
                entry.title,
            )
            for entry in found
        ]
        desk.screen.table(("job", "state", "made (UTC)", "items", "title"), lines)


@click.command()
@click.argument("job_id")
@options.as_json
@click.pass_obj
def job(access: Access, job_id: str, as_json: bool) -> None:
    """Show one job with its items and takes."""
    with open_desk(access, as_json=as_json) as desk:
        from dailies.cli.showing import show_job  # noqa: PLC0415 - heavy

        found, videos = desk.client.job(job_id), desk.client.videos(job_id)
        if as_json:
            takes = [video.model_dump(mode="json") for video in videos]
            print_json({**found.model_dump(mode="json"), "videos": takes})
            return
        show_job(desk.screen, found, videos)


@click.command()
@click.argument("job_id")
@options.as_json
@click.pass_obj
def timeline(access: Access, job_id: str, as_json: bool) -> None:
    """Show what happened to a job, in order."""
    with open_desk(access, as_json=as_json) as desk:
        events = desk.client.timeline(job_id)
        if as_json:
            print_json({"events": [event.model_dump(mode="json") for event in events]})
            return
        from dailies.cli.rows import sentence  # noqa: PLC0415 - heavy

        lines = [(f"{e.at:%H:%M:%S}", e.event, e.subject, sentence(e.failure)) for e in events]
        desk.screen.table(("UTC", "event", "of", ""), lines)
