"""What is worked on, and what first: pausing a job, going on with it, its priority."""

from dailies.services.pausing import pause_job, resume_job, set_priority
from functions.api.call import CurrentCall
from functions.api.models.jobs import JobAnswer
from functions.api.models.paths import JobPath
from functions.api.models.requests import SetPriority
from functions.api.routing import new_router

router = new_router()


@router.post("/api/jobs/<job_id>/pause", summary="Pause a job", tags=["jobs"])
def pause(call: CurrentCall, job_id: JobPath) -> JobAnswer:
    """Let what is in work finish, and begin and buy nothing more until the job is resumed."""
    return JobAnswer.of(pause_job(call.app, call.owner, job_id))


@router.post("/api/jobs/<job_id>/resume", summary="Resume a job", tags=["jobs"])
def resume(call: CurrentCall, job_id: JobPath) -> JobAnswer:
    """Go on with a paused job."""
    return JobAnswer.of(resume_job(call.app, call.owner, job_id))


@router.put("/api/jobs/<job_id>/priority", summary="Change a job's priority", tags=["jobs"])
def prioritise(call: CurrentCall, job_id: JobPath, body: SetPriority) -> JobAnswer:
    """Say what is worked on first, the higher; what has begun already goes on."""
    return JobAnswer.of(set_priority(call.app, call.owner, job_id, body.priority))
