"""One item from empty project to checked clips, and what it cost."""

import hashlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from containers.automation.sites.flow.order import Outcome, Prepared, Progress
from dailies.domain.errors import SiteFailure

from .studio import Studio, ignore

pytestmark = pytest.mark.browser
Run = Callable[[Any], Any]


async def submit_and_watch(studio: Studio, **changes: Any) -> tuple[Outcome, ...]:
    async with studio.take() as take:
        await take.prepare(studio.order(**changes))
        await take.submit()
        return await take.watch(ignore)


def test_given_two_outputs_when_taken_then_both_are_saved_and_paid_once(studio: Studio, run: Run) -> None:
    progress: list[Progress] = []

    async def collect(now: Progress) -> None:
        progress.append(now)

    async def work() -> Prepared:
        async with studio.take() as take:
            order = studio.order(outputs=2, duration_seconds=8, image_use="ingredients", max_credits=20)
            prepared = await take.prepare(order)
            assert studio.site.bill(studio.account)["spent"] == 0
            await take.submit()
            outcomes = await take.watch(collect)
            assert [(o.output, o.finished) for o in outcomes] == [(1, True), (2, True)]
            for outcome in outcomes:
                await take.download(outcome.output, studio.folder / f"{outcome.output}.mp4")
            return prepared

    prepared = run(work())
    clips = studio.site.clips(studio.account)
    saved = [hashlib.sha256(Path(studio.folder / f"{n}.mp4").read_bytes()).hexdigest() for n in (1, 2)]
    bill = studio.site.bill(studio.account)
    (submission,) = studio.site.actions(studio.account, "submission")
    settings = submission["settings"]
    assert {clip["output"]: clip["sha256"] for clip in clips} == {1: saved[0], 2: saved[1]}
    assert saved[0] != saved[1]
    assert {clip["frame_count"] for clip in clips} == {192}
    assert (len(bill["charges"]), bill["spent"], prepared.credits) == (1, 20, 20)
    assert (settings["model"], settings["aspect"], settings["outputs"]) == ("Veo 3.1 - Fast", "9:16", 2)
    assert submission["images"] == [prepared.asset_name]
    assert submission["prompt"].split() == studio.order().prompt.split()
    assert progress[-1].percent == 100
    assert not studio.evidence.exists()


@pytest.mark.parametrize(
    ("fault", "code", "retryable"),
    [("high_demand", "high_demand", True), ("prominent_people", "prominent_people", False)],
)
def test_given_a_refusal_in_the_tile_when_watched_then_it_is_named_and_free(
    studio: Studio, run: Run, fault: str, code: str, retryable: bool
) -> None:
    studio.site.fault(fault, studio.account)
    (outcome,) = run(submit_and_watch(studio))
    assert outcome.failure is not None
    assert (outcome.failure.code, outcome.failure.retryable, outcome.failure.charged) == (
        code,
        retryable,
        False,
    )
    assert len(studio.site.actions(studio.account, "submission")) == 1
    assert (studio.evidence / "screenshot.png").stat().st_size > 0


def test_given_one_of_two_fails_when_watched_then_the_other_can_be_had(studio: Studio, run: Run) -> None:
    studio.site.fault("one_of_two_fails", studio.account)
    outcomes = run(submit_and_watch(studio, outputs=2))
    assert [outcome.finished for outcome in outcomes] == [True, False]


def test_given_a_prompt_that_quotes_errors_when_taken_then_it_changes_nothing(
    studio: Studio, run: Run
) -> None:
    prompt = (
        "A sign says: Failed. This prompt might violate our policies about generating prominent people. 99%"
    )
    (outcome,) = run(submit_and_watch(studio, prompt=prompt))
    assert outcome.finished


@pytest.mark.parametrize("fault", ["unusual_activity", "throttled", "quota_daily"])
def test_given_a_verdict_on_the_account_when_watched_then_it_is_raised(
    studio: Studio, run: Run, fault: str
) -> None:
    studio.site.fault(fault, studio.account)
    with pytest.raises(SiteFailure) as caught:
        run(submit_and_watch(studio))
    assert (caught.value.failure.code, caught.value.failure.charged) == (fault, False)


def test_given_a_new_sentence_when_watched_then_it_is_never_retried(studio: Studio, run: Run) -> None:
    studio.site.fault("unknown_message", studio.account)
    (outcome,) = run(submit_and_watch(studio))
    assert outcome.failure is not None
    assert (outcome.failure.code, outcome.failure.retryable) == ("unknown", False)


def test_given_a_gap_between_two_states_when_watched_then_it_is_waited_out(studio: Studio, run: Run) -> None:
    studio.site.fault("blank_tile", studio.account)
    (outcome,) = run(submit_and_watch(studio))
    assert outcome.finished
