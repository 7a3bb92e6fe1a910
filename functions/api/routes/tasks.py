"""Tasks: what is under way, following and stopping a background run."""

from dailies.services.cancelling import cancel_task
from dailies.services.queueing import list_queue
from functions.api.call import CurrentCall
from functions.api.etag import tagged
from functions.api.models.jobs import TaskAnswer
from functions.api.models.paths import TaskPath
from functions.api.models.queue import Queue, QueuedTaskAnswer
from functions.api.routing import new_router

router = new_router()


@router.get("/api/tasks", summary="Read the queue", tags=["tasks"], middlewares=[tagged])
def queue(call: CurrentCall) -> Queue:
    """List the owner's open tasks of all jobs, oldest first, at most 100."""
    return Queue(tasks=[QueuedTaskAnswer.of_queued(each) for each in list_queue(call.app, call.owner)])


@router.get("/api/tasks/<task_id>", summary="Read a task", tags=["tasks"], middlewares=[tagged])
def read(call: CurrentCall, task_id: TaskPath) -> TaskAnswer:
    """Read a task with its counts."""
    return TaskAnswer.of(call.app.store.tasks.get(call.owner, task_id))


@router.post("/api/tasks/<task_id>/cancel", summary="Cancel a task", tags=["tasks"])
def cancel(call: CurrentCall, task_id: TaskPath) -> TaskAnswer:
    """Cancel a task."""
    return TaskAnswer.of(cancel_task(call.app, call.owner, task_id))
