from datetime import UTC, datetime, timedelta

from dailies.domain.exits import Exit, exit_code
from dailies.domain.ids import JobId, Owner
from dailies.domain.rounds import MOST_ROUNDS, Next, next_round
from dailies.domain.status import Status
from dailies.domain.units import Unit

NOW = datetime(2026, 11, 21, 9, 30, tzinfo=UTC)


def unit(status: Status, *, retry_in: int | None = None) -> Unit:
    retry_at = None if retry_in is None else NOW + timedelta(seconds=retry_in)
    return Unit(owner=Owner("o"), job_id=JobId("j"), status=status, retry_at=retry_at, updated_at=NOW)


def test_given_only_ended_units_when_collected_then_the_batch_is_done() -> None:
    units = [unit(Status.SUCCEEDED), unit(Status.FAILED), unit(Status.CANCELLED), unit(Status.BLOCKED)]
    assert next_round(units, round_number=1, now=NOW).next is Next.DONE


def test_given_waiting_units_when_collected_then_the_wait_lasts_until_all_are_due() -> None:
    units = [unit(Status.WAITING, retry_in=150), unit(Status.WAITING, retry_in=200), unit(Status.SUCCEEDED)]
    verdict = next_round(units, round_number=1, now=NOW)
    assert (verdict.next, verdict.seconds, verdict.round) == (Next.RETRY, 200, 2)


def test_given_a_wait_that_is_over_when_collected_then_it_goes_on_at_once() -> None:
    assert next_round([unit(Status.WAITING, retry_in=-5)], round_number=1, now=NOW).seconds == 0


def test_given_a_unit_handed_back_when_collected_first_then_it_goes_on_at_once() -> None:
    units = [unit(Status.QUEUED), unit(Status.WAITING, retry_in=200)]
    verdict = next_round(units, round_number=1, now=NOW)
    assert (verdict.next, verdict.seconds) == (Next.RETRY, 0)


def test_given_a_batch_handed_back_again_and_again_when_collected_then_the_pauses_grow_and_are_bounded() -> (
    None
):
    pauses = [
        next_round([unit(Status.QUEUED)], round_number=number, now=NOW).seconds for number in range(1, 9)
    ]
    assert pauses == [0, 1, 3, 7, 15, 31, 60, 60]


def test_given_the_last_round_when_collected_then_it_ends_whatever_is_left() -> None:
    assert next_round([unit(Status.QUEUED)], round_number=MOST_ROUNDS, now=NOW).next is Next.DONE


def test_given_work_left_when_a_worker_stops_then_it_never_exits_0() -> None:
    assert exit_code([Status.SUCCEEDED, Status.QUEUED]) is Exit.GIVE_BACK


def test_given_blocked_items_when_a_worker_ends_then_its_exit_asks_for_a_person() -> None:
    assert exit_code([Status.SUCCEEDED, Status.BLOCKED]) is Exit.NEEDS_PERSON


def test_given_all_ended_or_waiting_when_a_worker_ends_then_it_exits_0() -> None:
    assert exit_code([Status.SUCCEEDED, Status.WAITING, Status.CANCELLED, Status.FAILED]) is Exit.SETTLED
