"""Jobs over HTTP, on the real handler."""

import json

import pytest

from dailies.domain.failure import Failure
from dailies.domain.ids import UploadId
from dailies.domain.job import Job, Task
from dailies.domain.status import JobStatus, Status, TaskStatus, UploadStatus
from dailies.domain.units import Image, Item, SourceImage
from dailies.domain.upload import Upload, Verdict
from dailies.services.app import App
from dailies.storage import keys
from tests.api.client import Client
from tests.store.makers import NOW, make_failure, make_item

UPLOAD = UploadId("u0123456789abcdef0123")


def fill(app: App, job: Job, count: int) -> None:
    """Put checked pictures and prompts into a draft, as validation leaves them."""
    images = [
        SourceImage(
            owner=job.owner,
            job_id=job.job_id,
            upload_id=UPLOAD,
            position=number,
            image=Image(key=f"images/{number}.png", name=f"{number}.png", width=720, height=1280),
        )
        for number in range(count)
    ]
    key = keys.prompts(job.owner, job.job_id, UPLOAD)
    prompts = [{"text": f"prompt {number}", "line": number + 1} for number in range(count)]
    app.objects.put(key, json.dumps(prompts).encode(), content_type="application/json")
    upload = Upload(
        owner=job.owner,
        job_id=job.job_id,
        upload_id=UPLOAD,
        name="all.zip",
        size=1000,
        content_type="application/zip",
        status=UploadStatus.ACCEPTED,
        verdict=Verdict(kind="archive", images=count, prompts=count),
        prompts_key=key,
        created_at=NOW,
        updated_at=NOW,
    )
    app.store.uploads.add([upload])
    app.store.uploads.add_images(images)


def test_given_a_title_when_created_then_the_job_is_a_draft(client: Client) -> None:
    reply = client.post("/api/jobs/create", {"title": "Trip", "priority": 5, "options": {"outputs": 1}})
    assert (reply.status, reply.json["status"], reply.json["options"]["outputs"]) == (201, "draft", 1)


def test_given_a_created_job_when_read_then_it_is_there(client: Client) -> None:
    job_id = client.post("/api/jobs/create", {"title": "Trip"}).json["job_id"]
    assert client.get(f"/api/jobs/{job_id}").json["title"] == "Trip"


def test_given_three_jobs_when_listed_by_two_then_two_pages_hold_all(client: Client) -> None:
    made = {client.post("/api/jobs/create", {"title": f"{n}"}).json["job_id"] for n in range(3)}
    first = client.get("/api/jobs", "limit=2").json
    second = client.get("/api/jobs", f"limit=2&cursor={first['next_cursor']}").json
    assert {job["job_id"] for job in first["jobs"] + second["jobs"]} == made


def test_given_the_last_page_when_listed_then_there_is_no_cursor(client: Client, draft: Job) -> None:
    assert draft
    assert client.get("/api/jobs").json["next_cursor"] is None


def test_given_fourteen_pairs_when_started_then_the_answer_is_the_contract(
    app: App, client: Client, draft: Job
) -> None:
    fill(app, draft, 14)
    reply = client.post(f"/api/jobs/{draft.job_id}/start")
    assert reply.json == {
        "started": True,
        "item_count": 14,
        "estimated_time_minutes": 12,
        "message": "Video generation started for 14 images",
        "task_id": f"{draft.job_id}-generate-1",
    }


def test_given_a_started_job_when_looked_for_then_one_execution_bears_the_tasks_name(
    app: App, client: Client, draft: Job
) -> None:
    fill(app, draft, 1)
    task_id = client.post(f"/api/jobs/{draft.job_id}/start").json["task_id"]
    found = app.aws.states.list_executions(stateMachineArn=app.settings.state_machine)["executions"]
    assert [execution["name"] for execution in found].count(task_id) == 1


def test_given_a_started_job_when_started_again_then_conflict(app: App, client: Client, draft: Job) -> None:
    fill(app, draft, 1)
    client.post(f"/api/jobs/{draft.job_id}/start")
    assert client.post(f"/api/jobs/{draft.job_id}/start").status == 409


def test_given_an_empty_job_when_started_then_it_says_what_is_missing(client: Client, draft: Job) -> None:
    reply = client.post(f"/api/jobs/{draft.job_id}/start")
    assert (reply.status, reply.json["code"]) == (422, "no_valid_files")


def test_given_a_rejected_upload_when_started_then_its_failure_is_named(
    app: App, client: Client, draft: Job
) -> None:
    client.post(f"/api/jobs/{draft.job_id}/upload", {"files": [{"name": "a.png", "size": 10}]})
    (upload,) = app.store.uploads.of_job(draft.owner, draft.job_id)
    failure = Failure(code="not_an_image", detail="No.", subject="a.png", advice="Send a PNG.")
    app.store.uploads.decide(upload, UploadStatus.REJECTED, {"verdict": Verdict(failure=failure)})
    problems = client.post(f"/api/jobs/{draft.job_id}/start").json["problems"]
    assert problems == [failure.model_dump()]


def test_given_a_failed_item_when_the_job_is_read_then_its_failure_is_shown_whole(
    app: App, client: Client, done: Job
) -> None:
    app.store.units.add(make_item(done, status=Status.FAILED, failure=make_failure()))
    (item,) = client.get(f"/api/jobs/{done.job_id}").json["items"]
    assert item["failure"] == make_failure().model_dump()


def test_given_items_when_read_by_pages_then_each_comes_once(app: App, client: Client, done: Job) -> None:
    app.store.units.add(*(make_item(done, number, Status.SUCCEEDED) for number in range(1, 6)))
    path, query, seen = f"/api/jobs/{done.job_id}", "limit=2", []
    for _ in range(3):
        page = client.get(path, query).json
        seen += [item["number"] for item in page["items"]]
        query = f"limit=2&cursor={page['next_cursor']}"
    assert seen == [1, 2, 3, 4, 5]


@pytest.mark.parametrize("limit", [1, 200])
def test_given_half_the_items_ended_when_read_then_progress_is_fifty(
    app: App, client: Client, done: Job, limit: int
) -> None:
    app.store.units.add(make_item(done, 1, Status.SUCCEEDED), make_item(done, 2, Status.QUEUED))
    app.store.jobs.change(done, {"counts": {"total": 2}}, expected=frozenset(JobStatus))
    assert client.get(f"/api/jobs/{done.job_id}", f"limit={limit}").json["progress"] == 50


def test_given_a_job_when_deleted_then_it_is_gone_with_its_objects(
    app: App, client: Client, draft: Job
) -> None:
    fill(app, draft, 1)
    assert client.delete(f"/api/jobs/{draft.job_id}").status == 204
    assert app.objects.read(keys.prompts(draft.owner, draft.job_id, UPLOAD), most_bytes=1000) is None
    assert client.get(f"/api/jobs/{draft.job_id}").status == 404


def test_given_a_pending_task_when_its_job_is_cancelled_then_the_task_is(
    client: Client, done: Job, task: Task
) -> None:
    (stopped,) = client.post(f"/api/jobs/{done.job_id}/cancel").json["tasks"]
    assert (stopped["task_id"], stopped["status"]) == (task.task_id, TaskStatus.CANCELLED)


def test_given_a_cancelled_task_when_cancelled_again_then_conflict(client: Client, task: Task) -> None:
    client.post(f"/api/tasks/{task.task_id}/cancel")
    assert client.post(f"/api/tasks/{task.task_id}/cancel").status == 409


def test_given_a_failed_item_when_retried_then_only_it_is_counted(
    app: App, client: Client, done: Job, item: Item
) -> None:
    app.store.units.add(item, make_item(done, 2, Status.FAILED, failure=make_failure()))
    reply = client.post(f"/api/jobs/{done.job_id}/retry")
    assert (reply.status, reply.json["item_count"]) == (200, 1)


def test_given_nothing_failed_when_retried_then_conflict(client: Client, done: Job, item: Item) -> None:
    assert item
    assert client.post(f"/api/jobs/{done.job_id}/retry").json["code"] == "nothing_to_retry"


def test_given_an_item_when_rerun_with_a_prompt_then_it_has_it(app: App, client: Client, item: Item) -> None:
    assert client.post(f"/api/items/{item.item_id}/rerun", {"prompt": "A  red\nboat"}).status == 200
    assert app.store.units.item(item.owner, item.item_id).prompt == "A  red boat"


def test_given_an_item_when_rerun_without_a_body_then_the_prompt_stays(
    app: App, client: Client, item: Item
) -> None:
    assert client.post(f"/api/items/{item.item_id}/rerun").status == 200
    again = app.store.units.item(item.owner, item.item_id)
    assert (again.prompt, again.run) == (item.prompt, 2)


def test_given_a_job_when_its_timeline_is_read_by_pages_then_in_order(client: Client) -> None:
    job_id = client.post("/api/jobs/create", {"title": "Trip"}).json["job_id"]
    client.post(f"/api/jobs/{job_id}/cancel")
    page = client.get(f"/api/jobs/{job_id}/timeline", "limit=1").json
    assert [event["event"] for event in page["events"]] == ["job.created"]


def test_given_a_task_when_read_then_it_is_told(client: Client, task: Task) -> None:
    reply = client.get(f"/api/tasks/{task.task_id}")
    assert (reply.status, reply.json["status"]) == (200, "pending")
