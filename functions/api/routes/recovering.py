"""Recovering: what was paid for is looked for once more."""

from dailies.services.generating import estimate_minutes
from dailies.services.recovering import recover_job
from functions.api.call import CurrentCall
from functions.api.models.jobs import Started
from functions.api.models.paths import JobPath
from functions.api.routing import new_router

router = new_router()


@router.post("/api/jobs/<job_id>/recover", summary="Bring home lost clips", tags=["jobs"])
def recover(call: CurrentCall, job_id: JobPath) -> Started:
    """Download every finished clip of the job's purchases that is not here; nothing is bought."""
    task = recover_job(call.app, call.owner, job_id, request=call.seed.text)
    count = task.asked_for
    job = call.app.store.jobs.get(call.owner, task.job_id)
    return Started(
        item_count=count,
        estimated_time_minutes=estimate_minutes(job, count, call.app.settings.flow_contexts),
        message=f"Recovering started for {count} item{'' if count == 1 else 's'}",
        task_id=task.task_id,
    )
