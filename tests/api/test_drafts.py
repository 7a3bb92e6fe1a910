"""Changing a draft over HTTP."""

import pytest

from dailies.domain.job import Job
from dailies.services.app import App
from tests.api.client import Client


def test_given_one_option_when_changed_then_the_others_and_the_title_stay(client: Client, draft: Job) -> None:
    client.patch(f"/api/jobs/{draft.job_id}", {"options": {"aspect": "landscape", "max_credits": 40}})
    reply = client.patch(f"/api/jobs/{draft.job_id}", {"options": {"outputs": 1, "max_credits": None}})
    assert (reply.status, reply.json["title"]) == (200, draft.title)
    changed = draft.options.model_dump(mode="json") | {"aspect": "landscape", "outputs": 1}
    assert client.get(f"/api/jobs/{draft.job_id}").json["options"] == changed


def test_given_a_title_when_changed_then_the_options_stay(client: Client, draft: Job) -> None:
    reply = client.patch(f"/api/jobs/{draft.job_id}", {"title": "Second day"})
    assert (reply.json["title"], reply.json["options"]) == (
        "Second day",
        draft.options.model_dump(mode="json"),
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"options": {"duration": 4}}, "not_offered"),
        ({"options": {"provider": "veo"}}, "provider_missing"),
        ({"options": {"outputs": 9}}, "invalid_input"),
        ({"status": "done"}, "invalid_input"),
        ({"title": ""}, "invalid_input"),
    ],
)
def test_given_what_cannot_be_made_when_changed_then_the_draft_stays_as_it_is(
    app: App, client: Client, draft: Job, body: dict[str, object], code: str
) -> None:
    reply = client.patch(f"/api/jobs/{draft.job_id}", body)
    assert (reply.status, reply.json["code"]) == (422, code)
    assert app.store.jobs.get(draft.owner, draft.job_id) == draft


def test_given_a_slot_when_taken_back_then_the_job_does_not_name_it(client: Client, draft: Job) -> None:
    files = [{"name": name, "size": 10} for name in ("a.png", "b.png")]
    first, second = client.post(f"/api/jobs/{draft.job_id}/upload", {"files": files}).json["uploads"]
    path = f"/api/jobs/{draft.job_id}/uploads/{first['upload_id']}"
    assert [client.delete(path).status, client.delete(path).status] == [204, 404]
    left = client.get(f"/api/jobs/{draft.job_id}").json["uploads"]
    assert [upload["upload_id"] for upload in left] == [second["upload_id"]]


def test_given_a_job_that_was_generated_when_changed_then_conflict(client: Client, done: Job) -> None:
    path = f"/api/jobs/{done.job_id}"
    replies = [client.patch(path, {"title": "Late"}), client.delete(f"{path}/uploads/u{'0' * 20}")]
    assert [reply.status for reply in replies] == [409, 409]
