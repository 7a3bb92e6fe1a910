"""Items: another take of one."""

from dailies.services.generating import estimate_minutes, rerun_item
from functions.api.call import CurrentCall
from functions.api.models.jobs import Started
from functions.api.models.paths import ItemPath
from functions.api.models.requests import RerunItem
from functions.api.routing import new_router

router = new_router()


@router.post("/api/items/<item_id>/rerun", summary="Run one item again", tags=["items"])
def rerun(call: CurrentCall, item_id: ItemPath, body: RerunItem | None = None) -> Started:
    """Generate one item again, with another prompt when one is given; the takes it has stay."""
    prompt = body.prompt if body else None
    task = rerun_item(call.app, call.owner, item_id, prompt=prompt, request=call.seed.text)
    job = call.app.store.jobs.get(call.owner, task.job_id)
    return Started(
        item_count=1,
        estimated_time_minutes=estimate_minutes(job, 1, call.app.settings.flow_contexts),
        message="Video generation started for 1 image",
        task_id=task.task_id,
    )
