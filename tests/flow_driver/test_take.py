"""One item from empty project to checked clips, and what it cost."""

import hashlib
from collections.abc import Callable
from typing import Any

import pytest

from containers.automation.order import Prepared
from dailies.domain.errors import Conflict

from .studio import Studio

pytestmark = pytest.mark.browser
Run = Callable[[Any], Any]
PROMPT = "A sign says: Failed.\nThis prompt might violate our policies about generating prominent people. 99%"


@pytest.fixture(scope="module")
def happy(open_studio: Callable[[], Studio], run: Run) -> tuple[Studio, Prepared]:
    """Take two outputs with a reference image and download both; the site lets them wait in its queue first."""
    studio = open_studio()
    studio.site.fault("queued_notice", studio.account, params={"seconds": 600})

    async def work() -> Prepared:
        async with studio.take() as take:
            order = studio.order(prompt=PROMPT, outputs=2, duration=8, image_use="references", max_credits=20)
            prepared = await take.prepare(order)
            assert studio.site.bill(studio.account)["spent"] == 0
            await take.submit()
            outcomes = await take.watch(studio.note)
            assert [(o.output, o.finished) for o in outcomes] == [(1, True), (2, True)]
            for outcome in outcomes:
                await take.download(outcome.output, studio.clip(outcome.output))
            with pytest.raises(Conflict):
                await take.submit()
            return prepared

    return studio, run(work())


Happy = tuple[Studio, Prepared]


def test_given_two_outputs_when_downloaded_then_each_is_the_site_s_own_clip(happy: Happy) -> None:
    studio, _ = happy
    made = {clip["output"]: clip["sha256"] for clip in studio.site.clips(studio.account)}
    saved = {n: hashlib.sha256(studio.clip(n).read_bytes()).hexdigest() for n in (1, 2)}
    assert saved == made
    assert saved[1] != saved[2]


def test_given_two_outputs_when_taken_then_one_submission_was_paid_at_the_quoted_price(happy: Happy) -> None:
    studio, prepared = happy
    bill = studio.site.bill(studio.account)
    assert (len(bill["charges"]), bill["spent"], prepared.credits) == (1, 20, 20)


def test_given_an_account_with_other_settings_when_taken_then_all_of_the_order_was_sent(happy: Happy) -> None:
    studio, prepared = happy
    (sent,) = studio.site.actions(studio.account, "submission")
    settings = sent["settings"]
    chosen = (
        settings["mode"],
        settings["model"],
        settings["aspect"],
        settings["seconds"],
        settings["outputs"],
    )
    assert chosen == ("video", "Veo 3.1 - Fast", "9:16", 8, 2)
    assert (settings["submode"], sent["images"]) == ("ingredients", [prepared.asset_name])
    assert sent["prompt"].split() == PROMPT.split()


def test_given_a_take_when_told_of_progress_then_it_ends_at_a_hundred(happy: Happy) -> None:
    percents = [progress.percent for progress in happy[0].told]
    assert (percents[-1], percents == sorted(percents)) == (100, True)


def test_given_a_queue_at_the_site_when_told_of_progress_then_it_says_so(happy: Happy) -> None:
    told = [progress.queued for progress in happy[0].told]
    assert (True in told, told[-1]) == (True, False)


def test_given_nothing_went_wrong_when_finished_then_no_evidence_is_kept(happy: Happy) -> None:
    assert not happy[0].evidence.exists()
