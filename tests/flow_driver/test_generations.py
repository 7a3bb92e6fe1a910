"""The older generations of the site, in other languages and under unknown class names: the same order, the same clip.

The newest one's languages and class names are rows of the table of faults.
"""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from containers.automation.order import Prepared

from .studio import Studio, all_at_once, ignore

pytestmark = pytest.mark.browser

CASES: dict[str, dict[str, Any]] = {
    "A-pt": {"generation": "A", "language": "pt", "shuffled_classes": True},
    "B-de": {"generation": "B", "language": "de", "shuffled_classes": True, "counts": "1x"},
}
Taken = dict[str, tuple[Studio, Prepared, str | None]]


async def take_one(studio: Studio) -> tuple[Prepared, str | None]:
    driver = studio.driver()
    await driver.ensure_signed_in()
    async with driver.take(studio.evidence) as take:
        prepared = await take.prepare(studio.order(duration=8, image_use="references"))
        await take.submit()
        await take.watch(ignore)
        await take.download(1, studio.clip(1))
    return prepared, driver.pack


@pytest.fixture(scope="module")
def taken(open_studio: Callable[..., Studio], run: Callable[[Any], Any]) -> Taken:
    """Take one clip in each generation, beside each other."""
    studios = {name: open_studio(**account) for name, account in CASES.items()}
    answers = run(all_at_once([take_one(studio) for studio in studios.values()]))
    failed = {
        name: answer for name, answer in zip(CASES, answers, strict=True) if isinstance(answer, Exception)
    }
    assert failed == {}
    return {name: (studios[name], *answer) for name, answer in zip(CASES, answers, strict=True)}


@pytest.mark.parametrize("case", CASES)
def test_given_a_generation_when_entered_then_its_own_pack_is_used(taken: Taken, case: str) -> None:
    assert taken[case][2] == f"flow-{case[0].lower()}"


@pytest.mark.parametrize("case", CASES)
def test_given_a_generation_when_taken_then_all_of_the_order_was_sent(taken: Taken, case: str) -> None:
    studio, prepared, _ = taken[case]
    (sent,) = studio.site.actions(studio.account, "submission")
    chosen = [sent["settings"][key] for key in ("mode", "submode", "model", "aspect", "seconds", "outputs")]
    assert chosen == ["video", "ingredients", "Veo 3.1 - Fast", "9:16", 8, 1]
    assert sent["images"] == [prepared.asset_name]


@pytest.mark.parametrize("case", CASES)
def test_given_a_generation_when_taken_then_the_quoted_price_was_paid_once(taken: Taken, case: str) -> None:
    studio, prepared, _ = taken[case]
    bill = studio.site.bill(studio.account)
    assert (len(bill["charges"]), bill["spent"]) == (1, prepared.credits)


@pytest.mark.parametrize("case", CASES)
def test_given_a_generation_when_downloaded_then_the_file_is_the_clip(taken: Taken, case: str) -> None:
    studio = taken[case][0]
    (made,) = studio.site.clips(studio.account)
    assert hashlib.sha256(studio.clip(1).read_bytes()).hexdigest() == made["sha256"]
