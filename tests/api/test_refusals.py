"""Whatever is sent: a documented 4xx in the one shape, and nothing written."""

import json
from typing import Any

import pytest

from dailies.domain.job import Job
from dailies.domain.units import Item, Video
from functions.api.models.problem import Problem
from functions.api.openapi import describe_api
from tests.api.client import Client, Reply

CREATE = "/api/jobs/create"
MALFORMED: dict[str, tuple[str | bytes, int]] = {
    "empty": ("", 400),
    "blank": ("  ", 400),
    "null": ("null", 422),
    "list": ("[]", 422),
    "text": ('"x"', 422),
    "number": ("1", 422),
    "truncated": ('{"title": "a"', 400),
    "key twice": ('{"title": "a", "title": "b"}', 400),
    "NaN": ('{"title": "a", "priority": NaN}', 400),
    "Infinity": ('{"title": "a", "priority": Infinity}', 400),
    "1e999": ('{"title": "a", "priority": 1e999}', 400),
    "100,000 levels": ("[" * 100_000, 400),
    "500 levels": ('{"a":' * 500 + "1" + "}" * 500, 400),
    "20 levels": ('{"a":' * 20 + "1" + "}" * 20, 400),
    "5,000 digits": ('{"title": "a", "priority": ' + "9" * 5000 + "}", 400),
    "half a character": ('{"title": "\\ud800"}', 422),
    "NUL": ('{"title": "a\\u0000b"}', 422),
    "NUL in a key": ('{"ti\\u0000tle": "b"}', 422),
    "UTF-16": ('{"title": "a"}'.encode("utf-16"), 400),
    "BOM": (b'\xef\xbb\xbf{"title": "a"}', 400),
    "not UTF-8": (b'{"title": "\xff"}', 400),
    "256 KB and one byte": (json.dumps({"title": "a" * (256 * 1024 - 12)}) + " ", 413),
    "10 MB": ('{"title": "' + "a" * 10_000_000 + '"}', 413),
}
WRONG: dict[str, Any] = {
    "no title": {},
    "title null": {"title": None},
    "title empty": {"title": ""},
    "title blank": {"title": "   "},
    "title a number": {"title": 5},
    "title too long": {"title": "a" * 121},
    "title with an escape": {"title": "a\x1b[31m"},
    "title with a line break": {"title": "a\r\nlevel=ERROR"},
    "title turned around": {"title": "a\u202eb"},
    "title with zero width": {"title": "a\u200bb"},
    "owner": {"title": "a", "owner": "bob"},
    "status": {"title": "a", "status": "done"},
    "version": {"title": "a", "version": 1},
    "is_admin": {"title": "a", "is_admin": True},
    "priority true": {"title": "a", "priority": True},
    "priority a text": {"title": "a", "priority": "5"},
    "priority 5.0": {"title": "a", "priority": 5.0},
    "priority negative": {"title": "a", "priority": -1},
    "priority 10,000": {"title": "a", "priority": 10_000},
    "priority 2^53+1": {"title": "a", "priority": 2**53 + 1},
    "outputs 0": {"title": "a", "options": {"outputs": 0}},
    "outputs 5": {"title": "a", "options": {"outputs": 5}},
    "aspect in capitals": {"title": "a", "options": {"aspect": "Portrait"}},
    "aspect with a blank": {"title": "a", "options": {"aspect": "portrait "}},
    "aspect of look-alikes": {"title": "a", "options": {"aspect": "p\u043ertrait"}},
    "unknown option": {"title": "a", "options": {"speed": 1}},
    "options a list": {"title": "a", "options": []},
}


def refused(reply: Reply, status: int) -> Problem:
    """Check the one shape, and that the input does not come back at length."""
    assert reply.status == status, reply.text
    assert reply.headers["Content-Type"] == "application/problem+json"
    problem = Problem.model_validate_json(reply.text)
    assert problem.status == status
    assert len(reply.text) < 5000
    return problem


@pytest.mark.usefixtures("no_new_row")
@pytest.mark.parametrize("case", MALFORMED)
def test_given_a_malformed_body_when_posted_then_refused(client: Client, case: str) -> None:
    body, status = MALFORMED[case]
    refused(client.send("POST", CREATE, body), status)


@pytest.mark.usefixtures("no_new_row")
@pytest.mark.parametrize("case", WRONG)
def test_given_a_wrong_value_when_posted_then_each_cause_is_named(client: Client, case: str) -> None:
    assert refused(client.post(CREATE, WRONG[case]), 422).problems


@pytest.mark.usefixtures("no_new_row")
@pytest.mark.parametrize(
    "content_type", [None, "text/plain", "application/json; charset=x", "multipart/form-data; boundary=a"]
)
def test_given_another_content_type_when_posted_then_415(client: Client, content_type: str | None) -> None:
    refused(client.send("POST", CREATE, '{"title": "a"}', content_type=content_type), 415)


@pytest.mark.usefixtures("no_new_row")
def test_given_a_compressed_body_when_posted_then_415(client: Client) -> None:
    refused(client.send("POST", CREATE, b"\x1f\x8b\x08", headers={"content-encoding": "gzip"}), 415)


@pytest.mark.usefixtures("no_new_row")
def test_given_false_base64_when_posted_then_400(client: Client) -> None:
    event = client.event("POST", CREATE, "{not base64}", "", {"content-type": "application/json"})
    from functions.api.handler import handler  # noqa: PLC0415 - the event is bent by hand here

    answer = handler({**event, "isBase64Encoded": True}, None)
    refused(Reply(answer["statusCode"], answer["headers"], answer["body"]), 400)


@pytest.mark.usefixtures("unchanged")
def test_given_a_body_where_none_is_known_when_posted_then_422(client: Client, draft: Job) -> None:
    refused(client.post(f"/api/jobs/{draft.job_id}/start", {"force": True}), 422)


UPLOADS: dict[str, Any] = {
    "no files": [],
    "201 files": [{"name": f"{n}.png", "size": 1} for n in range(201)],
    "10,001 files": [{"name": "a", "size": 1} for _ in range(10_001)],
    "size 0": [{"name": "a.png", "size": 0}],
    "size negative": [{"name": "a.png", "size": -1}],
    "size true": [{"name": "a.png", "size": True}],
    "501 MB": [{"name": "a.zip", "size": 501 * 1024**2}],
    "traversal": [{"name": "../../etc/cron.d/x", "size": 1}],
    "absolute": [{"name": "/etc/passwd", "size": 1}],
    "Windows": [{"name": "C:\\x", "size": 1}],
    "NUL": [{"name": "a\x01.png", "size": 1}],
    "name turned around": [{"name": "\u202egnp.exe", "size": 1}],
    "name of 256": [{"name": "a" * 256, "size": 1}],
    "type forged": [{"name": "a.png", "size": 1, "content_type": "image/png\r\nX: y"}],
}


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("case", UPLOADS)
def test_given_files_that_cannot_be_when_asked_for_slots_then_422(
    client: Client, draft: Job, case: str
) -> None:
    refused(client.post(f"/api/jobs/{draft.job_id}/upload", {"files": UPLOADS[case]}), 422)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("prompt", ["", "  ", "\r\n", "a" * 2001, "a\x1b[0m", "a\u202eb", 5, ["a"]])
def test_given_a_bad_prompt_when_an_item_is_rerun_then_422(client: Client, item: Item, prompt: Any) -> None:
    refused(client.post(f"/api/items/{item.item_id}/rerun", {"prompt": prompt}), 422)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("count", [0, 2, 201])
def test_given_none_or_too_many_or_repeated_videos_when_upscaled_then_422(
    client: Client, video: Video, count: int
) -> None:
    refused(client.post("/api/videos/upscale", {"video_ids": [video.video_id] * count}), 422)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("quality", ["Balanced", "balanced ", "ultra", 20, None])
def test_given_an_unknown_quality_when_upscaled_then_422(client: Client, video: Video, quality: Any) -> None:
    refused(client.post("/api/videos/upscale", {"video_ids": [video.video_id], "quality": quality}), 422)


@pytest.mark.usefixtures("unchanged")
@pytest.mark.parametrize("selected", [1, "true", None])
def test_given_no_boolean_when_selected_then_422(client: Client, video: Video, selected: Any) -> None:
    refused(client.put(f"/api/videos/{video.video_id}/select", {"selected": selected}), 422)


@pytest.mark.parametrize(
    "query",
    (
        *("limit=0", "limit=-1", "limit=201", "limit=10001", "limit=abc", "limit=", "limit=%00"),
        *("limit=1&limit=9", "limit=1,9", "cursor=a&cursor=b", "offset=3"),
    ),
)
def test_given_an_odd_query_when_listed_then_400(client: Client, query: str) -> None:
    refused(client.get("/api/jobs", query), 400)


@pytest.mark.parametrize("path", ["/", "/api", "/api/jobs/", "/api//jobs", "/api/jobs\n", "/v1/jobs/%2e%2e/"])
def test_given_an_unknown_path_when_read_then_404(client: Client, path: str) -> None:
    refused(client.get(path), 404)


@pytest.mark.parametrize("method", ["PATCH", "PUT", "HEAD", "TRACE", "OPTIONS", "DELETE", ""])
def test_given_another_method_when_sent_then_405_names_those_allowed(client: Client, method: str) -> None:
    reply = client.send(method, "/api/jobs")
    refused(reply, 405)
    assert reply.headers["Allow"] == "GET"


def test_given_three_methods_on_a_path_when_another_is_sent_then_all_are_named(
    client: Client, draft: Job
) -> None:
    assert client.send("PUT", f"/api/jobs/{draft.job_id}").headers["Allow"] == "DELETE, GET, PATCH"


def test_given_a_refusal_when_documented_statuses_are_read_then_all_are_in_the_one_shape() -> None:
    for operations in describe_api()["paths"].values():
        for operation in operations.values():
            for status, answer in operation["responses"].items():
                if status.startswith(("4", "5")):
                    content = answer["content"]["application/problem+json"]
                    assert content["schema"]["$ref"].endswith("/Problem")
