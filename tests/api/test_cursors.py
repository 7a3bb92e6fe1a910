"""Cursors are good for whom and what they were signed for, and for nothing else."""

import base64
from datetime import UTC, datetime, timedelta

import pytest

from dailies.domain.ids import Owner
from dailies.services.app import App
from functions.api.cursors import BadCursor, Cursors
from tests.api.client import Client
from tests.store.makers import make_job


@pytest.fixture
def cursor(app: App, client: Client, owner: Owner) -> str:
    """A cursor of this owner's list of jobs, one at a time."""
    for _ in range(2):
        app.store.jobs.add(make_job(owner))
    text = client.get("/api/jobs", "limit=1").json["next_cursor"]
    assert isinstance(text, str)
    return text


def _is_bad(client: Client, path: str, query: str) -> bool:
    reply = client.get(path, query)
    return (reply.status, reply.json.get("code")) == (400, "bad_cursor")


def test_given_a_cursor_when_used_as_signed_then_it_works(client: Client, cursor: str) -> None:
    assert client.get("/api/jobs", f"limit=1&cursor={cursor}").status == 200


def test_given_a_cursor_when_any_letter_is_changed_then_it_is_bad(client: Client, cursor: str) -> None:
    for place, letter in enumerate(cursor):
        other = "A" if letter != "A" else "B"
        changed = cursor[:place] + other + cursor[place + 1 :]
        assert _is_bad(client, "/api/jobs", f"limit=1&cursor={changed}"), place


def test_given_a_cursor_when_another_owner_uses_it_then_it_is_bad(client: Client, cursor: str) -> None:
    assert _is_bad(Client(f"{client.owner}-2"), "/api/jobs", f"limit=1&cursor={cursor}")


def test_given_a_cursor_when_used_with_another_query_then_it_is_bad(client: Client, cursor: str) -> None:
    assert _is_bad(client, "/api/jobs", f"limit=2&cursor={cursor}")


def test_given_a_cursor_when_used_on_another_list_then_it_is_bad(
    app: App, client: Client, owner: Owner, cursor: str
) -> None:
    job = app.store.jobs.add(make_job(owner))
    assert _is_bad(client, f"/api/jobs/{job.job_id}", f"limit=1&cursor={cursor}")


@pytest.mark.parametrize("text", ["", "a", "====", "%C3%BC", "x" * 5000, "../..", "%00", "a%20b"])
def test_given_no_cursor_of_ours_when_used_then_it_is_bad(client: Client, text: str) -> None:
    assert _is_bad(client, "/api/jobs", f"cursor={text}")


def test_given_another_spelling_of_a_cursor_when_used_then_it_is_bad(client: Client, cursor: str) -> None:
    padded = base64.urlsafe_b64encode(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4))).decode()
    assert _is_bad(client, "/api/jobs", f"limit=1&cursor={padded}%3D%3D%3D%3D")


def _cursors_at(app: App, moment: datetime) -> Cursors:
    return Cursors(app.aws, app.settings.signing_secret, lambda: moment)


@pytest.mark.parametrize("minute", [0, 59])
def test_given_a_cursor_when_its_day_is_over_then_it_is_bad(app: App, minute: int) -> None:
    moment = datetime(2026, 11, 21, 9, minute, tzinfo=UTC)
    cursors = [
        _cursors_at(app, moment + age) for age in (timedelta(0), timedelta(hours=23), timedelta(hours=24))
    ]
    cursor = cursors[0].write("place", "list")
    assert cursors[1].read(cursor, "list") == "place"
    with pytest.raises(BadCursor, match="too old"):
        cursors[2].read(cursor, "list")


def test_given_a_list_when_read_twice_within_an_hour_then_its_cursor_and_tag_are_one(app: App) -> None:
    moments = [datetime(2026, 11, 21, 9, minute, tzinfo=UTC) for minute in (1, 58)]
    written = {_cursors_at(app, moment).write("place", "list") for moment in moments}
    assert len(written) == 1
