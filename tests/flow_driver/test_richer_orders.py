"""End frames, several references, other lengths and 1080p, in the generations that offer them."""

import json
import subprocess
from collections.abc import Callable
from typing import Any

import pytest

from dailies.domain.errors import DailiesError, SiteFailure

from .studio import Studio, all_at_once, ignore

pytestmark = pytest.mark.browser

FRAMES = {"image_use": "frames", "duration": 4, "names": ("start.png", "end.png")}
REFERENCES = {"image_use": "references", "duration": 8, "names": ("one.png", "two.png", "three.png")}
CASES: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "C frames in 1080p": ({}, {**FRAMES, "resolution": "1080p"}),
    "A frames in 1080p": ({"generation": "A"}, {**FRAMES, "duration": 8, "resolution": "1080p"}),
    "C references": ({}, REFERENCES),
    "B references in 1080p": ({"generation": "B"}, {**REFERENCES, "resolution": "1080p"}),
}
Made = dict[str, Studio]


async def make(studio: Studio, changes: dict[str, Any]) -> None:
    order = {key: value for key, value in changes.items() if key != "names"}
    async with studio.take() as take:
        await take.prepare(studio.order(images=studio.images(*changes["names"]), **order))
        await take.submit()
        await take.watch(ignore)
        await take.download(1, studio.clip(1))


@pytest.fixture(scope="module")
def made(open_studio: Callable[..., Studio], run: Callable[[Any], Any]) -> Made:
    """Make one take of each order, beside each other."""
    studios = {name: open_studio(**account) for name, (account, _) in CASES.items()}
    answers = run(all_at_once([make(studios[name], order) for name, (_, order) in CASES.items()]))
    assert [answer for answer in answers if isinstance(answer, Exception)] == []
    return studios


def height_of(studio: Studio) -> int:
    command = ["ffprobe", "-v", "error", "-show_entries", "stream=height", "-of", "json", str(studio.clip(1))]
    streams = json.loads(subprocess.check_output(command))["streams"]
    return max(int(stream.get("height", 0)) for stream in streams)


@pytest.mark.parametrize("case", CASES)
def test_given_several_images_when_sent_then_each_is_there_in_its_order(made: Made, case: str) -> None:
    studio = made[case]
    (sent,) = studio.site.actions(studio.account, "submission")
    stems = [name.rsplit("-", 1)[0] + ".png" for name in sent["images"]]
    assert stems == list(CASES[case][1]["names"])


@pytest.mark.parametrize("case", CASES)
def test_given_a_length_when_sent_then_the_site_was_told_so(made: Made, case: str) -> None:
    studio = made[case]
    (sent,) = studio.site.actions(studio.account, "submission")
    assert sent["settings"]["seconds"] == CASES[case][1]["duration"]


@pytest.mark.parametrize("case", CASES)
def test_given_1080p_when_downloaded_then_the_file_has_it_where_it_is_offered(made: Made, case: str) -> None:
    studio = made[case]
    assert height_of(studio) == (1920 if case.endswith("in 1080p") else 1280)


def test_given_another_image_than_was_chosen_when_read_back_then_the_click_is_not_reached(
    studio: Studio, run: Callable[[Any], Any]
) -> None:
    studio.site.fault("stale_asset", studio.account)

    async def work() -> None:
        async with studio.take(studio.pace.model_copy(update={"page_seconds": 5})) as take:
            await take.prepare(studio.order(images=studio.images("start.png", "end.png")))

    with pytest.raises(SiteFailure) as caught:
        run(work())
    assert (caught.value.failure.code, caught.value.failure.charged) == ("settings_reverted", False)


def test_given_a_length_that_the_account_lacks_when_prepared_then_it_is_refused_by_name(
    open_studio: Callable[..., Studio], run: Callable[[Any], Any]
) -> None:
    studio = open_studio(duration_row=False)

    async def work() -> None:
        async with studio.take() as take:
            await take.prepare(studio.order(duration=4))

    with pytest.raises(DailiesError) as caught:
        run(work())
    assert (caught.value.failure.code, caught.value.failure.subject) == ("setting_unavailable", "4")
