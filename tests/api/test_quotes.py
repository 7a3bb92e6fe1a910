"""A dry run over HTTP: what a start would cost, and the words in the user's language."""

import pytest

from dailies.domain.ids import Owner
from dailies.domain.job import Job
from dailies.domain.options import Aspect, Options, Provider
from dailies.domain.quote import make_quote
from dailies.domain.status import JobStatus, Status
from dailies.domain.verdicts import VERDICTS
from dailies.services.app import App
from functions.api.language import language_of
from functions.api.models.quotes import QuoteAnswer
from tests.api.client import Client, Reply
from tests.api.test_jobs import fill
from tests.store.makers import make_item, make_job


def dry_run(client: Client, job: Job, value: str = "true", key: str = "one", **headers: str) -> Reply:
    sent = {"idempotency-key": key, **{name.replace("_", "-"): text for name, text in headers.items()}}
    return client.send("POST", f"/api/jobs/{job.job_id}/start", query=f"dry_run={value}", headers=sent)


def test_given_a_draft_when_run_dry_then_its_quote(app: App, client: Client, draft: Job) -> None:
    fill(app, draft, 2)
    answer = dry_run(client, draft).json
    assert {name: answer[name] for name in ("started", "item_count", "clips", "credits", "usd", "allowed")} == {
        "started": False, "item_count": 2, "clips": 4, "credits": 80, "usd": None, "allowed": True,
    }  # fmt: skip


def test_given_a_failover_when_shown_then_its_price_is_a_text(draft: Job) -> None:
    quote = make_quote(Options(failover=Provider.VEO), [make_item(draft)], [], [])
    failover = QuoteAnswer.of(quote).model_dump(mode="json")["failover"]
    assert failover == {"provider": "veo", "credits": 0, "usd": "1.60"}


def test_given_a_draft_when_run_dry_then_it_stays_a_draft(app: App, client: Client, draft: Job) -> None:
    fill(app, draft, 1)
    dry_run(client, draft)
    assert client.get(f"/api/jobs/{draft.job_id}").json["status"] == JobStatus.DRAFT


def test_given_the_key_of_a_dry_run_when_a_start_uses_it_then_the_quote_is_not_replayed(
    app: App, client: Client, draft: Job
) -> None:
    fill(app, draft, 1)
    dry_run(client, draft, key="same")
    reply = client.post(f"/api/jobs/{draft.job_id}/start", key="same")
    assert (reply.status, reply.json["code"]) == (422, "key_reused")


def test_given_an_explicit_false_when_started_then_it_is_started(
    app: App, client: Client, draft: Job
) -> None:
    fill(app, draft, 1)
    assert dry_run(client, draft, "false").json["started"] is True


@pytest.mark.parametrize("value", ["", "maybe", "true,false"])
def test_given_an_odd_value_when_run_dry_then_400(client: Client, draft: Job, value: str) -> None:
    assert dry_run(client, draft, value).status == 400


def test_given_a_stranger_s_draft_when_run_dry_then_404(client: Client, draft: Job) -> None:
    assert dry_run(Client(f"{client.owner}-stranger"), draft).status == 404


@pytest.mark.parametrize(
    ("options", "fields"),
    [
        ({"duration": 4}, ["duration"]),
        ({"audio": False, "model": "Veo 4"}, ["audio", "model"]),
        ({"failover": "flow"}, ["failover"]),
        ({"image_use": "frames", "images_per_prompt": 3}, ["images_per_prompt"]),
    ],
)
def test_given_options_that_are_not_offered_when_created_then_each_is_named(
    client: Client, options: dict[str, object], fields: list[str]
) -> None:
    reply = client.post("/api/jobs/create", {"title": "T", "options": options})
    assert (reply.status, [problem["subject"] for problem in reply.json["problems"]]) == (422, fields)


def test_given_a_cap_below_the_price_when_started_then_refused(app: App, client: Client) -> None:
    job = app.store.jobs.add(make_job(Owner(client.owner), options=Options(max_credits=5)))
    fill(app, job, 1)
    reply = client.post(f"/api/jobs/{job.job_id}/start")
    assert (reply.status, reply.json["code"]) == (422, "cap_job")


@pytest.mark.parametrize(
    ("header", "language"),
    [
        ("vi", "vi"),
        ("vi-VN,vi;q=0.9,en;q=0.8", "vi"),
        ("en-US,en;q=0.9,vi;q=0.8", "en"),
        ("fr;q=1, VI;q=0.2", "vi"),
        ("vi;q=0", "en"),
        ("vi;q=abc", "en"),
        ("vi;q=nan", "en"),
        ("", "en"),
        ("*", "en"),
        ("de,fr", "en"),
        ("," * 1000 + "vi", "en"),
    ],
)
def test_given_a_header_when_read_then_the_language(header: str, language: str) -> None:
    assert language_of(header) == language


def failed_job(app: App, client: Client) -> Job:
    job = app.store.jobs.add(make_job(Owner(client.owner), status=JobStatus.FAILED, tasks=1))
    failure = VERDICTS["prominent_people"].error("This prompt might violate our policies …").failure
    app.store.units.add(make_item(job, status=Status.FAILED, failure=failure))
    return job


def advice_of(client: Client, job: Job, **headers: str) -> str:
    reply = client.get(f"/api/jobs/{job.job_id}", **headers)
    return str(reply.json["items"][0]["failure"]["advice"])


def test_given_a_failed_item_when_read_in_vietnamese_then_its_advice_is(app: App, client: Client) -> None:
    told = advice_of(client, failed_job(app, client), **{"accept-language": "vi-VN"})
    assert told == "Hãy bỏ tên và hình ảnh của người nổi tiếng khỏi câu lệnh và ảnh."


def test_given_a_failed_item_when_read_without_a_language_then_its_advice_is_english(
    app: App, client: Client
) -> None:
    assert advice_of(client, failed_job(app, client)).startswith("Take names and likenesses")


def test_given_a_tag_of_the_english_answer_when_asked_in_vietnamese_then_it_is_another(
    app: App, client: Client
) -> None:
    path = f"/api/jobs/{failed_job(app, client).job_id}"
    english = client.get(path).headers["ETag"]
    reply = client.get(path, **{"if-none-match": english, "accept-language": "vi"})
    assert (reply.status, reply.headers["Content-Language"]) == (200, "vi")


def test_given_a_tag_of_the_vietnamese_answer_when_asked_again_then_304(app: App, client: Client) -> None:
    path, spoken = f"/api/jobs/{failed_job(app, client).job_id}", {"accept-language": "vi"}
    tag = client.get(path, **spoken).headers["ETag"]
    assert client.get(path, **spoken, **{"if-none-match": tag}).status == 304


def test_given_a_refusal_when_asked_in_vietnamese_then_problem_and_causes_are(
    client: Client, draft: Job
) -> None:
    reply = dry_run(client, draft, accept_language="vi")
    assert (reply.status, reply.json["advice"]) == (422, "Trước hết hãy tải ảnh và câu lệnh lên.")


def test_given_any_answer_when_sent_then_it_says_that_the_language_matters(client: Client) -> None:
    assert client.get("/api/jobs").headers["Vary"] == "Accept-Language"


def test_given_a_draft_whose_image_has_the_takes_shape_when_read_then_no_warning(
    app: App, client: Client, draft: Job
) -> None:
    fill(app, draft, 1)
    assert client.get(f"/api/jobs/{draft.job_id}").json["warnings"] == []


def test_given_a_draft_for_landscape_with_a_tall_image_when_read_then_crop_and_pad(
    app: App, client: Client, owner: Owner
) -> None:
    job = app.store.jobs.add(make_job(owner, options=Options(aspect=Aspect.LANDSCAPE)))
    fill(app, job, 1)
    (warned,) = client.get(f"/api/jobs/{job.job_id}").json["warnings"]
    assert (warned["code"], warned["crop"], warned["pad"]) == (
        "aspect_mismatch",
        {"width": 720, "height": 405},
        {"width": 2276, "height": 1280},
    )


@pytest.mark.parametrize("path", ["/health", "/api/jobs", "/api/nothing", "/api/jobs/x"])
def test_given_any_path_when_asked_in_vietnamese_then_it_answers_as_in_english(
    client: Client, path: str
) -> None:
    spoken = client.get(path, **{"accept-language": "vi"})
    assert (spoken.status, spoken.json.keys()) == (client.get(path).status, client.get(path).json.keys())


def test_given_a_draft_when_deleted_in_vietnamese_then_nothing_is_said(client: Client, draft: Job) -> None:
    reply = client.send("DELETE", f"/api/jobs/{draft.job_id}", headers={"accept-language": "vi"})
    assert (reply.status, reply.text) == (204, "")


def test_given_a_start_when_replayed_in_vietnamese_then_it_is_the_same(
    app: App, client: Client, draft: Job
) -> None:
    fill(app, draft, 1)
    path = f"/api/jobs/{draft.job_id}/start"
    first = client.post(path, key="k").json
    headers = {"idempotency-key": "k", "accept-language": "vi"}
    assert client.send("POST", path, headers=headers).json == first
