"""Every fault of the stand-in site against the main job: how it ended, what it cost, and that nothing was lost."""

from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from dailies.domain.status import Status
from infra.local.flow.faults import load_faults
from tests.faults.books import SiteBooks
from tests.faults.house import House, Played
from tests.faults.playing import Playing
from tests.faults.table import Result, Row, draw
from tests.faults.trials import DRIFTING, GROUPS

pytestmark = [pytest.mark.faults, pytest.mark.browser, pytest.mark.ffmpeg]

TABLE = Path(__file__).with_name("table.txt").read_text(encoding="utf-8")
EXPECTED = {row.name: row for row in map(Row.read, TABLE.splitlines()[1:])}
TRIALS = {
    (fault, group.generation): group for group in GROUPS for trial in group.trials for fault in trial.faults
}
EVIDENCE = {"screenshot.png", "page.html", "trace.zip"}
NOT_MADE = {"one_of_two_fails": 1}
"""Clips that the site itself fails and gives the price of back."""
GENERATIONS_AT_ONCE = 5

every_trial = pytest.mark.parametrize("name", TRIALS, ids="-".join)


@pytest.fixture
def result(playing: Playing, name: tuple[str, str]) -> Result:
    """What became of the item that met a fault."""
    return playing.result(TRIALS[name], name[0])


def test_given_the_registry_when_it_has_a_new_fault_then_the_table_must_have_it_too() -> None:
    assert TRIALS.keys() == EXPECTED.keys()
    assert {fault for fault, _ in TRIALS} == set(load_faults())


@every_trial
def test_given_a_fault_when_the_job_met_it_then_it_ended_as_the_table_says(result: Result) -> None:
    assert result.row == EXPECTED[result.row.name], result.log


@every_trial
def test_given_a_fault_when_the_bill_is_read_then_the_item_is_on_it_once_or_not_at_all(
    result: Result,
) -> None:
    wanted = result.wanted - NOT_MADE.get(result.row.fault, 0)
    assert result.bought in ([], [wanted]), result.log


@every_trial
def test_given_a_fault_when_the_site_made_a_clip_then_it_was_published_once(result: Result) -> None:
    if result.enlarged:
        assert result.published.total() == len(result.published) == result.made.total(), result.log
    else:
        assert result.published == result.made, result.log


@every_trial
def test_given_a_fault_when_nothing_more_is_done_then_the_item_says_why(result: Result) -> None:
    item = result.item
    assert item.status in {Status.SUCCEEDED, Status.FAILED, Status.BLOCKED}
    told = item.failure is not None and item.failure.detail and item.failure.advice
    assert item.status is Status.SUCCEEDED or told, item.failure


@every_trial
def test_given_a_charge_without_a_clip_when_the_item_tells_then_it_never_says_free(result: Result) -> None:
    free = result.item.failure is not None and result.item.failure.charged is False
    assert not (result.row.bill and not result.row.kept and free), result.item.failure


@every_trial
def test_given_a_take_that_failed_when_it_is_over_then_its_evidence_is_kept(result: Result) -> None:
    assert result.item.status is not Status.FAILED or result.evidence == EVIDENCE


def test_given_an_account_that_drifts_when_its_items_are_made_then_the_site_had_changed_all_of_it(
    house: House, playing: Playing
) -> None:
    drifted = playing.played(DRIFTING).hired.email
    expected = {"language": "de", "shuffled_classes": True, "duration_row": False, "slow": 10}
    assert expected.items() <= house.profile(drifted).items()


def test_given_accounts_that_need_a_person_when_their_items_are_blocked_then_one_notice_each_time(
    house: House, played: Sequence[Played]
) -> None:
    told = {each.hired.name: house.account(each.hired).notices for each in played}
    assert told == {each.hired.name: len(each.pauses) for each in played}
    assert max(told.values()) > 1


def test_given_the_rights_dialog_when_met_then_nobody_answered_it(house: House, playing: Playing) -> None:
    email = playing.played(TRIALS["rights_dialog", "C"]).hired.email
    assert [house.site.actions(email, kind) for kind in ("rights_accepted", "upload")] == [[], []]


def test_given_five_contexts_when_the_site_counts_then_never_more_generations_than_it_allows(
    house: House, played: Sequence[Played]
) -> None:
    assert played
    assert 1 < max(SiteBooks.read(house).peak.values()) <= GENERATIONS_AT_ONCE


def test_given_all_faults_when_the_run_is_over_then_the_table_is_printed(
    playing: Playing, played: Sequence[Played], show: Callable[[str], None]
) -> None:
    assert len(played) == len(GROUPS)
    drawn = draw([playing.result(group, fault).row for (fault, _), group in TRIALS.items()])
    show(drawn)
    assert drawn == TABLE
