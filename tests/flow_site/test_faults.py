"""Every fault of the registry does what it says, seen over HTTP."""

import contextlib

import httpx2
import pytest

from infra.local.flow.faults import load_faults
from infra.local.flow.messages import load_messages

from .visitor import CHEAP, CLIP, SHORT, Owner, Visitor, wait_for

_REGISTRY = load_faults()
_NOTICES = sorted(name for name, f in _REGISTRY.items() if f.params.get("as") == "notice")
_FAILING = sorted(
    {name for name, f in _REGISTRY.items() if f.effect == "fail" and not f.charged} - set(_NOTICES)
)
_OBSTACLES = ["changelog", "cookie_bar", "credits", "rights_dialog", "settings_hidden"]
_COHORTS = sorted(name for name, f in _REGISTRY.items() if f.point == "visit" and f.effect == "become")
_SPOILT_DOWNLOADS = ["download_404", "download_empty", "download_poster", "download_reset"]
_SHOWN_ELSEWHERE = {"one_of_two_fails", "queued_notice", "submit_reply_lost"}
_SHOWN_HERE = {
    "stuck", "blank_tile", "no_audio", "minors_upload", "upload_unanswered", "agent_mode_on",
    "model_reverts", "aspect_reverts", "count_reverts", "search_misses", "stale_asset", "session_lost",
    "session_lost_at_submit", "charged_failure", "moved_host", "page_changed", "download_lost", "upscale_fails",
}  # fmt: skip


def test_given_the_registry_when_compared_then_every_fault_has_a_test() -> None:
    tested = {
        *_FAILING,
        *_OBSTACLES,
        *_SPOILT_DOWNLOADS,
        *_SHOWN_ELSEWHERE,
        *_SHOWN_HERE,
        *_NOTICES,
        *_COHORTS,
    }
    assert tested == set(_REGISTRY)


@pytest.mark.parametrize("fault", _FAILING)
def test_given_a_failing_fault_when_bought_then_the_tile_says_so_and_nothing_is_paid(
    owner: Owner, visitor: Visitor, fault: str
) -> None:
    owner.fault(fault, prompt_contains="cat")
    visitor.submit("a cat", CLIP)
    (tile,) = visitor.ended()
    assert (tile["error"], tile["disclaimer"]) == (load_messages()[fault], True)
    assert owner.bill(visitor.email)["spent"] == 0


@pytest.mark.parametrize("fault", _NOTICES)
def test_given_a_fault_as_a_notice_when_bought_then_there_is_no_tile_and_no_charge(
    owner: Owner, visitor: Visitor, fault: str
) -> None:
    owner.fault(fault)
    answer = visitor.submit("a cat", CLIP)
    reason = _REGISTRY[fault].means
    assert (answer.json()["code"], answer.json()["detail"]) == (reason, load_messages()[reason])
    assert (visitor.tiles(), owner.bill(visitor.email)["charges"]) == ([], [])


@pytest.mark.parametrize("fault", _OBSTACLES)
def test_given_an_obstacle_when_a_project_is_opened_then_the_page_is_told(
    owner: Owner, visitor: Visitor, fault: str
) -> None:
    owner.fault(fault)
    assert visitor.http.get(f"/api/projects/{visitor.project}").json()["obstacles"] == [fault]


def test_given_agent_mode_on_when_a_project_is_opened_then_the_account_is_in_it(
    owner: Owner, visitor: Visitor
) -> None:
    owner.fault("agent_mode_on")
    assert visitor.http.get(f"/api/projects/{visitor.project}").json()["account"]["agent_mode"] is True


@pytest.mark.parametrize(
    ("fault", "field", "value"),
    [
        ("model_reverts", "model", "Omni 1.1 Flash"),
        ("aspect_reverts", "aspect", "16:9"),
        ("count_reverts", "outputs", 1),
    ],
)
def test_given_a_reverting_setting_when_chosen_then_the_server_keeps_another(
    owner: Owner, visitor: Visitor, fault: str, field: str, value: object
) -> None:
    visitor.http.put(
        "/api/settings", json={**CLIP, "model": "Veo 3.1 - Lite", "aspect": "16:9", "outputs": 3}
    )
    owner.fault(fault)
    kept = visitor.http.put("/api/settings", json={**CLIP, "outputs": 2}).json()
    assert kept[field] == value


def test_given_stuck_when_bought_then_the_tile_stays_at_zero(owner: Owner, visitor: Visitor) -> None:
    owner.fault("stuck", prompt_contains="cat")
    visitor.submit("a cat", CHEAP)
    visitor.submit("a dog", CHEAP)
    states = wait_for(lambda: _states_if(visitor, "ready"))
    assert states == ["ready", "running"]
    assert visitor.tiles()[1]["percent"] == 0


def _states_if(visitor: Visitor, state: str) -> list[str] | None:
    states = [str(tile["state"]) for tile in visitor.tiles()]
    return states if state in states else None


def test_given_blank_tile_when_bought_then_it_is_blank_for_a_while(owner: Owner, visitor: Visitor) -> None:
    owner.fault("blank_tile", params={"seconds": 10_000})
    visitor.submit("a cat", CHEAP)
    assert wait_for(lambda: _states_if(visitor, "blank")) == ["blank"]


@pytest.mark.ffmpeg
def test_given_no_audio_when_bought_then_the_clip_is_silent(owner: Owner, visitor: Visitor) -> None:
    owner.fault("no_audio")
    visitor.submit("a cat", SHORT)
    visitor.ended()
    assert owner.log()["clips"][0]["has_audio"] is False


def test_given_minors_upload_when_uploaded_then_it_is_refused(owner: Owner, visitor: Visitor) -> None:
    owner.fault("minors_upload")
    answer = visitor.upload()
    assert (answer.status_code, answer.json()["detail"]) == (422, load_messages()["minors_upload"])


def test_given_upload_unanswered_when_uploaded_then_no_answer_comes(owner: Owner, visitor: Visitor) -> None:
    owner.fault("upload_unanswered", attempts=[1])
    visitor.http.timeout = httpx2.Timeout(0.5)
    with pytest.raises(httpx2.ReadTimeout):
        visitor.upload()
    assert visitor.upload("again.png").status_code == 201


def test_given_a_fresh_upload_when_searched_then_the_first_search_misses(visitor: Visitor) -> None:
    visitor.upload("cat-x7.png")
    counts = [len(visitor.search("cat-x7")) for _ in range(2)]
    assert counts in ([0, 1], [1, 1])  # a slow machine lets the fresh time pass
    assert len(visitor.search("CAT")) == 1


def test_given_search_misses_when_searched_then_it_stays_missed_that_often(
    owner: Owner, visitor: Visitor
) -> None:
    visitor.upload("cat.png")
    wait_for(lambda: visitor.search("cat"))
    owner.fault("search_misses", times=2)
    assert [len(visitor.search("cat")) for _ in range(3)] == [0, 0, 1]


def test_given_stale_asset_when_attached_then_another_one_is_bound(owner: Owner, visitor: Visitor) -> None:
    visitor.upload("old.png")
    asset = visitor.upload("new.png").json()["id"]
    owner.fault("stale_asset")
    assert _attach(visitor, asset)["name"] == "old.png"


def test_given_one_name_twice_when_attached_then_the_older_one_is_bound(visitor: Visitor) -> None:
    older = visitor.upload("cat.png").json()["id"]
    newer = visitor.upload("cat.png").json()["id"]
    assert _attach(visitor, newer)["id"] == older


def _attach(visitor: Visitor, asset: str) -> dict[str, str]:
    path = f"/api/projects/{visitor.project}/attach"
    bound: dict[str, str] = visitor.http.post(path, json={"asset": asset}).json()
    return bound


def test_given_session_lost_when_polled_then_the_visitor_is_signed_out(
    owner: Owner, visitor: Visitor
) -> None:
    owner.fault("session_lost", attempts=[2])
    visitor.tiles()
    path = f"/api/projects/{visitor.project}/tiles"
    assert [visitor.http.get(path).status_code for _ in range(2)] == [401, 401]


def test_given_a_charged_failure_when_bought_then_the_charge_stays_and_nothing_says_otherwise(
    owner: Owner, visitor: Visitor
) -> None:
    owner.fault("charged_failure")
    visitor.submit("a cat", CLIP)
    assert [tile["disclaimer"] for tile in visitor.ended()] == [False]
    assert owner.bill(visitor.email)["spent"] == 10


def test_given_a_session_lost_at_submit_when_bought_then_nothing_is_charged(
    owner: Owner, visitor: Visitor
) -> None:
    owner.fault("session_lost_at_submit")
    assert visitor.submit("a cat", CLIP).status_code == 401
    assert owner.bill(visitor.email)["charges"] == []


@pytest.mark.parametrize("fault", _COHORTS)
def test_given_a_fault_of_the_cohort_when_a_page_is_opened_then_the_account_is_in_it(
    owner: Owner, visitor: Visitor, fault: str
) -> None:
    owner.fault(fault)
    visitor.http.get("/")
    account = visitor.http.get("/api/account").json()
    assert {name: account[name] for name in _REGISTRY[fault].params} == _REGISTRY[fault].params


def test_given_a_moved_host_when_a_page_is_opened_then_it_leads_to_another_origin_for_good(
    owner: Owner, visitor: Visitor
) -> None:
    owner.fault("moved_host")
    answer = visitor.http.get(f"/project/{visitor.project}")
    elsewhere = f"{owner.url.replace('127.0.0.1', 'localhost')}/project/{visitor.project}"
    assert (answer.status_code, answer.headers["location"]) == (308, elsewhere)


def test_given_a_changed_page_when_a_project_is_opened_then_no_generation_knows_it(
    owner: Owner, visitor: Visitor
) -> None:
    owner.fault("page_changed", attempts=[1])
    titles = [visitor.http.get(f"/project/{visitor.project}").text.split("title>")[1] for _ in range(2)]
    assert titles == ["Something new</", "Project</"]


def test_given_a_cohort_that_cannot_be_when_switched_on_then_the_rule_is_refused(owner: Owner) -> None:
    body = {"fault": "slow", "params": {"slow": -1}}
    assert owner.http.post("/__admin/faults", json=body).status_code == 422


@pytest.mark.ffmpeg
def test_given_a_lost_download_when_tried_then_no_byte_comes_and_the_next_one_works(
    owner: Owner, visitor: Visitor
) -> None:
    owner.fault("download_lost", attempts=[1])
    owner.fault("upscale_fails")
    visitor.submit("a cat", SHORT)
    (tile,) = visitor.ended()
    visitor.http.timeout = httpx2.Timeout(0.5)
    with pytest.raises(httpx2.ReadTimeout):
        visitor.download(tile)
    assert len(visitor.download(tile).content) == owner.log()["clips"][0]["size"]
    assert visitor.http.post(f"/api/tiles/{tile['id']}/upscale").json()["code"] == "upscale_fails"


@pytest.mark.ffmpeg
def test_given_spoilt_downloads_when_tried_then_each_fails_in_its_way_and_then_works(
    owner: Owner, visitor: Visitor
) -> None:
    visitor.submit("a cat", SHORT)
    (tile,) = visitor.ended()
    seen = []
    for attempt, fault in enumerate(_SPOILT_DOWNLOADS, start=1):
        owner.fault(fault, attempts=[attempt], params={"seconds": 10_000})
        seen.append(_look(visitor, tile))
    assert seen == ["404", "empty", "jpeg", "cut"]
    whole = visitor.download(tile)
    assert len(whole.content) == owner.log()["clips"][0]["size"]
    assert whole.headers["content-disposition"] == 'attachment; filename="a_cat_1.mp4"'


def _look(visitor: Visitor, tile: dict[str, object]) -> str:
    with contextlib.suppress(httpx2.RemoteProtocolError):
        answer = visitor.download(tile)
        if answer.status_code != 200:
            return str(answer.status_code)
        if answer.content[:3] == b"\xff\xd8\xff":
            return "jpeg"
        return "whole" if answer.content else "empty"
    return "cut"
