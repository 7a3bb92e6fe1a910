"""The paid click over HTTP: tiles, the bill, the cap, retry and cancel."""

import io
from pathlib import Path

import httpx2
import pytest
from PIL import Image

from infra.local.flow.config import SiteConfig

from .conftest import FACTOR, serve
from .visitor import CHEAP, CLIP, SHORT, Owner, Visitor, picture, wait_for


@pytest.mark.ffmpeg
def test_given_a_picture_when_two_clips_are_bought_then_both_are_real_and_paid_once(
    owner: Owner, visitor: Visitor
) -> None:
    asset = visitor.upload().json()["id"]
    visitor.submit("a cat", {**SHORT, "submode": "frames", "outputs": 2}, (asset,)).raise_for_status()
    tiles = visitor.ended(2)
    clips = owner.log()["clips"]
    assert [tile["state"] for tile in tiles] == ["ready", "ready"]
    facts = [(c["frame_count"], c["width"], c["height"], c["has_audio"], c["output"]) for c in clips]
    assert facts == [(12, 720, 1280, True, 1), (12, 720, 1280, True, 2)]
    assert clips[0]["sha256"] != clips[1]["sha256"]
    assert [(c["amount"], c["refunded"]) for c in owner.bill(visitor.email)["charges"]] == [(20, 0)]


@pytest.mark.ffmpeg
def test_given_no_length_for_all_when_four_seconds_are_bought_then_the_clip_has_them(
    tmp_path: Path, password: str
) -> None:
    email = "maker@example.test"
    with serve(SiteConfig(data=tmp_path, clock_factor=FACTOR)) as url, Owner(url) as owner:
        owner.add_account(email, password, plan="ultra", credits=500)
        with Visitor(url, email, password) as visitor:
            visitor.submit("a cat", SHORT)
            assert [tile["state"] for tile in visitor.ended()] == ["ready"]
        assert [clip["frame_count"] for clip in owner.log()["clips"]] == [96]


@pytest.mark.parametrize(
    ("submode", "wanted", "names", "roles"),
    [
        ("frames", ("a", "b"), ["a.png", "b.png"], ["start", "end"]),
        ("frames", (None, "b"), ["b.png"], ["end"]),
        ("ingredients", ("a", "b", "c"), ["a.png", "b.png", "c.png"], ["reference"] * 3),
        ("text", ("a",), [], []),
    ],
)
def test_given_pictures_when_bought_then_each_is_used_as_the_submode_says(
    owner: Owner,
    visitor: Visitor,
    submode: str,
    wanted: tuple[str | None, ...],
    names: list[str],
    roles: list[str],
) -> None:
    owner.fault("stuck")
    ids = {name: str(visitor.upload(f"{name}.png").json()["id"]) for name in "abc"}
    assets = tuple(ids[name] if name else None for name in wanted)
    visitor.submit("a cat", {**CLIP, "submode": submode}, assets).raise_for_status()
    (clip,) = owner.log()["clips"]
    assert (clip["images"], clip["roles"]) == (names, roles)


@pytest.mark.ffmpeg
def test_given_three_references_when_bought_then_one_clip_is_made_of_them(visitor: Visitor) -> None:
    ids = tuple(str(visitor.upload(f"{n}.png", picture(n)).json()["id"]) for n in ("red", "lime", "blue"))
    visitor.submit("a cat", CLIP, ids)
    assert [tile["state"] for tile in visitor.ended()] == ["ready"]
    poster = Image.open(io.BytesIO(visitor.http.get(_poster(visitor)).content)).resize((64, 64))
    assert {_name(poster.getpixel((x, y))) for x in range(64) for y in range(64)} == {"red", "lime", "blue"}


def _poster(visitor: Visitor) -> str:
    return f"/media/tiles/{visitor.tiles()[0]['id']}/poster"


def _name(pixel: object) -> str:
    assert isinstance(pixel, tuple)
    return ("red", "lime", "blue")[pixel.index(max(pixel))]


def test_given_seven_clips_at_once_when_logged_then_the_peak_tells_how_many_were_asked_for(
    owner: Owner, visitor: Visitor
) -> None:
    for _ in range(2):
        visitor.submit("a cat", CHEAP)
        visitor.ended()
    owner.fault("high_demand", params={"after": 10_000})
    for number in range(7):
        visitor.submit(f"cat {number}", CHEAP)
    assert owner.log()["peak"] == {visitor.email: 7}


@pytest.mark.ffmpeg
def test_given_one_of_two_fails_when_bought_then_half_the_price_comes_back(
    owner: Owner, visitor: Visitor
) -> None:
    owner.fault("one_of_two_fails")
    visitor.submit("a cat", {**SHORT, "outputs": 2})
    assert [tile["state"] for tile in visitor.ended(2)] == ["ready", "failed"]
    assert owner.bill(visitor.email)["spent"] == 10


@pytest.mark.ffmpeg
def test_given_short_references_when_bought_then_they_are_dropped_and_billed(
    owner: Owner, visitor: Visitor
) -> None:
    asset = visitor.upload("cat.png").json()["id"]
    visitor.submit("runs", SHORT, (asset,))
    assert visitor.ended()[0]["prompt"] == "cat.png runs"
    assert owner.actions("submission")[0]["images"] == []
    assert owner.bill(visitor.email)["spent"] == 10


def test_given_too_few_credits_when_bought_then_it_is_refused_and_free(
    owner: Owner, visitor: Visitor
) -> None:
    owner.fault("stuck")
    answer = visitor.submit("a cat", {**CLIP, "model": "Veo 3.1 - Quality", "outputs": 4})
    assert answer.status_code == 201
    again = visitor.submit("a dog", {**CLIP, "model": "Veo 3.1 - Quality", "outputs": 4})
    assert (again.status_code, owner.bill(visitor.email)["spent"]) == (402, 400)


@pytest.mark.parametrize("prompt", ["", "   \n"])
def test_given_no_prompt_when_bought_then_it_is_refused(owner: Owner, visitor: Visitor, prompt: str) -> None:
    assert visitor.submit(prompt, CHEAP).status_code == 422
    assert owner.actions("submission")[0]["accepted"] is False


def test_given_a_quoted_error_in_the_prompt_when_bought_then_nothing_fails(visitor: Visitor) -> None:
    visitor.submit("Failed: this might violate our policies", CHEAP)
    assert visitor.ended()[0]["state"] == "ready"


def test_given_high_demand_twice_when_tried_three_times_then_the_third_works(
    owner: Owner, visitor: Visitor
) -> None:
    owner.fault("high_demand", attempts=[1, 2])
    for count in (1, 2, 3):
        visitor.submit("a cat", CHEAP)
        visitor.ended(count)
    assert [tile["state"] for tile in visitor.tiles()] == ["ready", "failed", "failed"]


def test_given_a_failed_tile_when_retried_then_it_goes_and_a_new_one_comes(
    owner: Owner, visitor: Visitor
) -> None:
    owner.fault("high_demand", attempts=[1])
    visitor.submit("a cat", CHEAP)
    failed = visitor.ended()[0]
    visitor.http.post(f"/api/tiles/{failed['id']}/retry").raise_for_status()
    (tile,) = visitor.ended()
    assert (tile["state"], tile["id"] == failed["id"]) == ("ready", False)


def test_given_a_held_tile_when_cancelled_then_it_goes_and_nothing_is_paid(
    owner: Owner, visitor: Visitor
) -> None:
    owner.fault("queued_notice", params={"seconds": 10_000})
    visitor.submit("a cat", CLIP)
    (tile,) = visitor.tiles()
    visitor.http.delete(f"/api/tiles/{tile['id']}").raise_for_status()
    assert (visitor.tiles(), owner.bill(visitor.email)["spent"]) == ([], 0)


def test_given_six_clips_at_once_when_five_run_then_the_sixth_waits_with_the_notice(
    owner: Owner, visitor: Visitor
) -> None:
    owner.fault("high_demand", params={"after": 10_000})
    for number in range(6):
        visitor.submit(f"cat {number}", CHEAP)

    def five_run() -> list[dict[str, object]] | None:
        tiles = visitor.tiles()
        return tiles if sum(tile["state"] == "running" for tile in tiles) == 5 else None

    waiting = [tile for tile in wait_for(five_run) if tile["state"] == "queued"]
    assert [tile["waiting"] for tile in waiting] == [True]


def test_given_a_lost_reply_when_bought_then_it_is_charged_and_made_all_the_same(
    owner: Owner, visitor: Visitor
) -> None:
    owner.fault("submit_reply_lost", times=1)
    with pytest.raises(httpx2.TransportError):
        visitor.submit("a cat", CHEAP)
    assert [tile["state"] for tile in visitor.ended()] == ["ready"]
    assert len(owner.bill(visitor.email)["charges"]) == 1


def test_given_another_account_when_it_asks_for_a_project_then_there_is_none(
    owner: Owner, visitor: Visitor, password: str
) -> None:
    owner.add_account("other@example.test", password)
    with Visitor(owner.url, "other@example.test", password) as other:
        assert other.http.get(f"/api/projects/{visitor.project}").status_code == 404


@pytest.mark.ffmpeg
def test_given_a_clip_when_other_renditions_are_downloaded_then_they_are_real(visitor: Visitor) -> None:
    visitor.submit("a cat", SHORT)
    (tile,) = visitor.ended()
    visitor.http.post(f"/api/tiles/{tile['id']}/upscale").raise_for_status()
    larger, gif = (visitor.download(tile, name).content for name in ("1080p", "270p"))
    assert (larger[4:8], gif[:6]) == (b"ftyp", b"GIF89a")
    assert visitor.download(tile, "4k").status_code == 422


@pytest.mark.ffmpeg
def test_given_no_picture_left_when_made_then_the_tile_fails_and_is_not_charged(
    owner: Owner, visitor: Visitor, site_data: Path
) -> None:
    asset = visitor.upload().json()["id"]
    next((site_data / "uploads").glob("*.jpg")).unlink()
    visitor.submit("a cat", {**SHORT, "submode": "frames"}, (asset,))
    assert [tile["state"] for tile in visitor.ended()] == ["failed"]
    assert owner.bill(visitor.email)["spent"] == 0
