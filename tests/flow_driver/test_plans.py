"""The driver's decisions, as pure functions of data."""

from pathlib import Path

import pytest

from containers.automation.sites.flow.asset_name import unique_name
from containers.automation.sites.flow.browser import find_chromium
from containers.automation.sites.flow.location import check_location, plain_address
from containers.automation.sites.flow.order import Order
from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.pack import load_pack
from containers.automation.sites.flow.pages.settings import axes_of, only_position, read_quote
from containers.automation.sites.flow.preparing import check_order
from containers.automation.sites.flow.tiles import (
    Tile,
    TileState,
    TileTexts,
    outcomes_of,
    own_tiles,
    progress_of,
    read_tile,
)
from dailies.domain.errors import InvalidInput, SiteBlocked, SiteChanged, SiteFailure, ToolMissing

PACK = load_pack("flow-c")
PENDING = Tile(state=TileState.PENDING, percent=40)
FINISHED = Tile(state=TileState.FINISHED, percent=100)
FAILED = Tile(state=TileState.FAILED, percent=100, message="Audio Generation Failed", disclaimed=True)


def an_order(**changes: object) -> Order:
    return Order.model_validate({"prompt": "p", "image": Path("a.png"), "image_name": "a.png", **changes})


def test_given_a_fast_clock_when_scaled_then_waits_for_the_site_shrink() -> None:
    pace = Pace(clock_factor=60)
    assert (pace.scaled(900), pace.scaled(30, floor=2), pace.page_ms) == (15, 2, 30_000)


def test_given_the_real_clock_when_polling_then_it_is_every_ten_seconds() -> None:
    assert Pace().poll == 10


def test_given_two_outputs_when_listed_then_every_axis_is_set() -> None:
    names = [axis.name for axis in axes_of(an_order(), PACK)]
    assert names == ["ingredients", "portrait", "720p", "8 s", "2 outputs"]


def test_given_an_unusual_length_when_listed_then_its_row_may_not_be_missing() -> None:
    lengths = [axis for axis in axes_of(an_order(duration_seconds=4), PACK) if axis.name == "4 s"]
    assert lengths[0].spare_row == ()


@pytest.mark.parametrize("seconds", [4, 6, 10])
def test_given_a_reference_image_when_not_eight_seconds_then_the_order_is_refused(seconds: int) -> None:
    with pytest.raises(InvalidInput, match="drop the image"):
        check_order(an_order(duration_seconds=seconds), PACK)


def test_given_a_first_frame_when_four_seconds_then_the_order_stands() -> None:
    check_order(an_order(duration_seconds=4, image_use="frames"), PACK)


def test_given_a_longer_model_name_when_matched_then_only_the_exact_one_is_taken() -> None:
    assert only_position(["Veo 3.1 - Lite [Lower Priority]", "Veo 3.1 - Lite"], "Veo 3.1 - Lite") == 1


@pytest.mark.parametrize(
    "names", [["Veo 3.1 - Fast", "Veo 3.1 - Fast"], ["Veo 3.1 - Fast [Lower Priority]"], []]
)
def test_given_two_or_no_exact_models_when_matched_then_it_is_refused(names: list[str]) -> None:
    with pytest.raises(SiteFailure) as caught:
        only_position(names, "Veo 3.1 - Fast")
    assert caught.value.failure.code == "model_unavailable"


def test_given_a_pane_without_a_price_when_read_then_the_site_has_changed() -> None:
    with pytest.raises(SiteChanged):
        read_quote("Generating will use many credits", PACK)


def test_given_a_pane_when_read_then_the_price_is_found() -> None:
    assert read_quote("x2\nGenerating will use 40 credits\n", PACK) == 40


def test_given_one_name_when_uploaded_twice_then_the_names_differ() -> None:
    assert unique_name("dog.png") != unique_name("dog.png")


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("dog.PNG", "dog-t.png"),
        ('../../etc/"x".jpeg', "x-t.jpeg"),
        ("日本.webp", "image-t.webp"),
        ("noext", "noext-t.png"),
        ("a" * 200 + ".png", "a" * 40 + "-t.png"),
    ],
)
def test_given_an_untrusted_name_when_made_unique_then_only_safe_letters_stay(
    name: str, expected: str
) -> None:
    assert unique_name(name, "t") == expected


def test_given_new_tiles_when_counted_then_only_those_before_the_old_are_ours() -> None:
    assert own_tiles([PENDING, FINISHED, FAILED], before=1, outputs=2) == (PENDING, FINISHED)


def test_given_more_new_tiles_than_ordered_when_counted_then_nobody_guesses() -> None:
    with pytest.raises(SiteFailure) as caught:
        own_tiles([PENDING, FINISHED, FAILED], before=0, outputs=2)
    assert (caught.value.failure.code, caught.value.failure.charged) == ("unexpected_tiles", None)


def test_given_one_output_without_a_tile_when_folded_then_it_counts_as_nothing() -> None:
    assert progress_of([PENDING], 2).percent == 20


def test_given_a_blank_tile_between_two_states_when_folded_then_progress_does_not_fall() -> None:
    assert progress_of([Tile(state=TileState.BLANK)], 1, reached=40).percent == 40


def test_given_a_mixed_end_when_told_then_each_output_keeps_its_number() -> None:
    told = [(o.output, o.finished) for o in outcomes_of([FAILED, FINISHED], PACK)]
    assert told == [(1, False), (2, True)]


@pytest.mark.parametrize(
    ("texts", "state"),
    [
        (TileTexts(), TileState.BLANK),
        (TileTexts(percent="0%"), TileState.PENDING),
        (TileTexts(pending="12%", percent="12%", thumbnail=True), TileState.PENDING),
        (TileTexts(pending="Your video has been scheduled and is waiting in the queue"), TileState.QUEUED),
        (TileTexts(thumbnail=True), TileState.FINISHED),
        (TileTexts(failed=True, title="Failed"), TileState.FAILED),
    ],
)
def test_given_the_texts_of_a_tile_when_read_then_its_state_is_known(
    texts: TileTexts, state: TileState
) -> None:
    assert read_tile(texts, PACK).state is state


@pytest.mark.parametrize("percent", ["", "n/a", "999%"])
def test_given_an_odd_percentage_when_read_then_it_stays_in_bounds(percent: str) -> None:
    assert 0 <= read_tile(TileTexts(percent=percent), PACK).percent <= 100


def test_given_the_page_for_strangers_when_checked_then_the_session_is_gone() -> None:
    with pytest.raises(SiteBlocked) as caught:
        check_location("https://flow.test/about?x=1", "https://flow.test", PACK)
    assert caught.value.failure.code == "session_expired"


def test_given_another_host_when_checked_then_the_site_has_moved() -> None:
    with pytest.raises(SiteChanged) as caught:
        check_location("https://elsewhere.test/project/1", "https://flow.test", PACK)
    assert caught.value.failure.code == "site_moved"


def test_given_an_address_with_a_token_when_plain_then_it_is_gone() -> None:
    assert plain_address("https://flow.test/project/1?token=abc#d") == "https://flow.test/project/1"


def test_given_no_browser_when_looked_for_then_the_advice_names_the_package() -> None:
    with pytest.raises(ToolMissing) as caught:
        find_chromium(which=lambda _: None)
    assert "chromium-headless-shell" in (caught.value.failure.advice or "")


def test_given_several_browsers_when_looked_for_then_the_lightest_is_taken() -> None:
    assert find_chromium(which=lambda name: f"/opt/{name}") == Path("/opt/chromium-headless-shell")
