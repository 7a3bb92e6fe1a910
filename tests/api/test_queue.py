"""The queue, pausing, priorities, several jobs at once: over HTTP on the real handler."""

import pytest

from dailies.domain.ids import JobId
from dailies.domain.job import Job, Scope, Task
from dailies.domain.options import TaskKind
from dailies.domain.status import JobStatus, Status, TaskStatus
from dailies.services.app import App
from tests.api.client import Client
from tests.store.makers import make_item, make_job, make_task, new_owner


def add_task(app: App, job: Job, status: TaskStatus = TaskStatus.RUNNING, **fields: object) -> Task:
    """Put a task into the table."""
    made = make_task(job, status).model_copy(update=fields)
    app.store.table.transact(app.store.tasks.put_operation(made))
    return made


@pytest.fixture
def running(app: App, draft: Job) -> Job:
    """A job of two items, of which one is done and the other half."""
    job = app.store.jobs.change(draft, {"status": JobStatus.RUNNING}, expected=frozenset(JobStatus))
    task = add_task(app, job, asked_for=2, scope=Scope.PENDING)
    app.store.units.add(
        make_item(job, 1, Status.SUCCEEDED, task_id=task.task_id),
        make_item(job, 2, Status.RUNNING, task_id=task.task_id, progress=50),
    )
    return job


def test_given_a_running_task_when_the_queue_is_read_then_it_is_counted_as_it_stands(
    client: Client, running: Job
) -> None:
    [task] = client.get("/api/tasks").json["tasks"]
    seen = {name: task[name] for name in ("title", "priority", "paused", "asked_for", "progress", "status")}
    assert seen == {
        "title": running.title,
        "priority": 0,
        "paused": False,
        "asked_for": 2,
        "progress": 75,
        "status": "running",
    }
    assert (task["counts"]["succeeded"], task["counts"]["running"]) == (1, 1)


def test_given_a_task_not_planned_yet_when_the_queue_is_read_then_nothing_of_it_is_done(
    app: App, client: Client, draft: Job
) -> None:
    add_task(app, draft, TaskStatus.PENDING, asked_for=3, scope=Scope.PENDING)
    [task] = client.get("/api/tasks").json["tasks"]
    assert (task["progress"], task["asked_for"]) == (0, 3)


def test_given_tasks_of_several_jobs_when_the_queue_is_read_then_the_open_ones_oldest_first(
    app: App, client: Client, draft: Job, done: Job
) -> None:
    later = add_task(app, draft, created_at=make_task(draft).created_at.replace(hour=23))
    ended = add_task(app, done)
    app.store.tasks.move(ended, TaskStatus.SUCCEEDED)
    first = add_task(app, done, TaskStatus.PAUSED, kind=TaskKind.UPSCALE)
    add_task(app, app.store.jobs.add(make_job(new_owner())))
    seen = [task["task_id"] for task in client.get("/api/tasks").json["tasks"]]
    assert seen == [first.task_id, later.task_id]


def test_given_an_unchanged_queue_when_polled_then_304(client: Client, running: Job) -> None:
    assert running
    tag = client.get("/api/tasks").headers["ETag"]
    assert client.get("/api/tasks", **{"if-none-match": tag}).status == 304


def test_given_a_running_job_when_paused_and_resumed_then_every_answer_says_so(
    client: Client, running: Job
) -> None:
    path = f"/api/jobs/{running.job_id}"
    assert client.post(f"{path}/pause").json["paused"]
    assert client.get(path).json["paused"]
    assert client.get("/api/tasks").json["tasks"][0]["paused"]
    assert client.post(f"{path}/resume").json["paused"] is False
    assert client.get(path).json["paused"] is False


def test_given_nothing_under_way_when_paused_then_conflict(client: Client, draft: Job) -> None:
    reply = client.post(f"/api/jobs/{draft.job_id}/pause")
    assert (reply.status, reply.json["code"]) == (409, "nothing_to_pause")


@pytest.mark.parametrize("act", ["pause", "resume"])
def test_given_anothers_job_when_paused_or_resumed_then_it_is_not_there(running: Job, act: str) -> None:
    assert Client("stranger").post(f"/api/jobs/{running.job_id}/{act}").status == 404


def test_given_a_priority_when_set_then_the_job_and_its_open_task_have_it(
    client: Client, running: Job
) -> None:
    assert client.put(f"/api/jobs/{running.job_id}/priority", {"priority": 9}).json["priority"] == 9
    assert client.get("/api/tasks").json["tasks"][0]["priority"] == 9


@pytest.mark.parametrize("priority", [-1, 10_000, "high", None])
def test_given_a_priority_that_cannot_be_when_set_then_refused(
    client: Client, running: Job, priority: object
) -> None:
    assert client.put(f"/api/jobs/{running.job_id}/priority", {"priority": priority}).status == 422


def test_given_several_jobs_when_read_by_their_ids_then_in_that_order_and_as_they_stand(
    app: App, client: Client, running: Job, done: Job
) -> None:
    foreign = app.store.jobs.add(make_job(new_owner()))
    ids = [done.job_id, foreign.job_id, running.job_id, JobId("j" + "0" * 21)]
    page = client.get("/api/jobs", f"ids={'.'.join(ids)}").json
    seen = [(job["job_id"], job["progress"], job["counts"]["total"]) for job in page["jobs"]]
    assert (seen, page["next_cursor"]) == ([(done.job_id, 0, 0), (running.job_id, 75, 2)], None)


def test_given_an_item_that_moves_on_when_jobs_are_polled_by_their_ids_then_the_tag_changes(
    app: App, client: Client, running: Job
) -> None:
    query = f"ids={running.job_id}"
    tag = client.get("/api/jobs", query).headers["ETag"]
    assert client.get("/api/jobs", query, **{"if-none-match": tag}).status == 304
    app.store.units.add(make_item(running, 3))
    assert client.get("/api/jobs", query, **{"if-none-match": tag}).status == 200


@pytest.mark.parametrize("ids", ["", "x", "j0.", ".".join(["j" + "0" * 21] * 51)])
def test_given_ids_that_cannot_be_when_read_then_refused(client: Client, ids: str) -> None:
    assert client.get("/api/jobs", f"ids={ids}").status == 400
