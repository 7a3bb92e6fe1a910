"""`dailies cancel`, `dailies retry`, `dailies rerun`: stopping, and trying again."""

from typing import TYPE_CHECKING

import click

from dailies.cli.access import Access, open_desk
from dailies.cli.commands import options
from dailies.cli.reporting import print_json

if TYPE_CHECKING:
    from dailies.cli.answers import Started
    from dailies.cli.desk import Desk


@click.command()
@click.argument("any_id", metavar="JOB_ID|TASK_ID")
@options.as_json
@click.pass_obj
def cancel(access: Access, any_id: str, as_json: bool) -> None:
    """Stop a job's work, or one task of it."""
    with open_desk(access, as_json=as_json) as desk:
        # A task's id is its job's with the kind and number after it.
        if "-" in any_id:
            desk.client.cancel_task(any_id)
        else:
            desk.client.cancel_job(any_id)
        if as_json:
            print_json({"cancelled": any_id})
            return
        desk.screen.say(f"Cancelled {any_id}. What is made already stays.")


@click.command()
@click.argument("job_id")
@options.no_wait
@options.as_json
@click.pass_obj
def retry(access: Access, job_id: str, no_wait: bool, as_json: bool) -> None:
    """Generate again what failed, where that can help."""
    with open_desk(access, as_json=as_json) as desk:
        _follow(desk, job_id, desk.client.retry_job(job_id), wait=not no_wait, as_json=as_json)


@click.command()
@click.argument("item_id")
@click.option("--prompt", help="Another prompt; else the item's own.")
@options.no_wait
@options.as_json
@click.pass_obj
def rerun(access: Access, item_id: str, prompt: str | None, no_wait: bool, as_json: bool) -> None:
    """Generate one item again; the takes it has stay."""
    with open_desk(access, as_json=as_json) as desk:
        from dailies.domain.ids import job_of  # noqa: PLC0415 - heavy

        started = desk.client.rerun_item(item_id, prompt)
        _follow(desk, job_of(item_id), started, wait=not no_wait, as_json=as_json)


def _follow(desk: "Desk", job_id: str, started: "Started", *, wait: bool, as_json: bool) -> None:
    from dailies.cli.generating import await_takes, refuse_losses  # noqa: PLC0415 - heavy
    from dailies.cli.showing import show_job  # noqa: PLC0415

    desk.screen.say(started.message)
    if not wait:
        if as_json:
            print_json(started.model_dump(mode="json", exclude_none=True))
        return
    ended = await_takes(desk, job_id, started)
    refuse_losses(ended)
    if as_json:
        print_json(ended.model_dump(mode="json"))
        return
    show_job(desk.screen, ended, desk.client.videos(job_id))
