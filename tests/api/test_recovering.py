"""POST /api/jobs/{id}/recover."""

from dailies.domain.job import Job
from dailies.domain.ledger import Spend
from dailies.domain.status import Status
from dailies.services.app import App
from tests.api.client import Client
from tests.store.makers import NOW, make_item, make_purchase, new_owner


def lose(app: App, job: Job) -> None:
    """Let the job have an item whose purchase was given up after it was armed."""
    item = make_item(job, 1, Status.FAILED)
    app.store.units.add(item)
    app.store.ledger.begin(make_purchase(item, Spend.ABANDONED).model_copy(update={"armed_on": NOW.date()}))


def test_given_a_lost_clip_when_recovered_then_the_task_is_told(client: Client, app: App, done: Job) -> None:
    lose(app, done)
    reply = client.post(f"/api/jobs/{done.job_id}/recover")
    assert (reply.status, reply.json["item_count"], reply.json["task_id"]) == (
        200,
        1,
        f"{done.job_id}-generate-2",
    )


def test_given_nothing_lost_when_recovered_then_409_by_name(client: Client, done: Job) -> None:
    reply = client.post(f"/api/jobs/{done.job_id}/recover")
    assert (reply.status, reply.json["code"]) == (409, "nothing_to_recover")


def test_given_another_owners_job_when_recovered_then_404(app: App, done: Job) -> None:
    lose(app, done)
    assert Client(new_owner()).post(f"/api/jobs/{done.job_id}/recover").status == 404
