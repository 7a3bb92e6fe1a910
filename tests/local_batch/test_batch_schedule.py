from infra.local.batch.schedule import Candidate, Capacity, next_to_start

ONE_SLOT = Capacity(slots={"media": 1}, tokens={})


def _job(number: int, **fields: object) -> Candidate:
    return Candidate(job_id=f"job-{number}", number=number, **{"queue": "media", **fields})  # type: ignore[arg-type]


def _chosen(jobs: list[Candidate], capacity: Capacity) -> str | None:
    chosen = next_to_start(jobs, capacity)
    return chosen.job_id if chosen else None


def test_given_no_free_slot_when_choosing_then_nobody_starts() -> None:
    assert _chosen([_job(1)], Capacity(slots={"media": 0}, tokens={})) is None


def test_given_equal_jobs_when_choosing_then_the_first_submitted_starts() -> None:
    assert _chosen([_job(2), _job(1)], ONE_SLOT) == "job-1"


def test_given_a_later_job_of_higher_priority_when_choosing_then_it_starts_first() -> None:
    assert _chosen([_job(1), _job(2, priority=9)], ONE_SLOT) == "job-2"


def test_given_two_shares_when_one_had_its_turn_then_the_other_is_next() -> None:
    capacity = Capacity(slots={"media": 1}, tokens={}, turns={("media", "alice"): 7})
    assert _chosen([_job(1, share="alice"), _job(2, share="bob")], capacity) == "job-2"


def test_given_a_higher_priority_when_its_share_just_had_a_turn_then_priority_wins() -> None:
    capacity = Capacity(slots={"media": 1}, tokens={}, turns={("media", "alice"): 7})
    assert _chosen([_job(1, share="alice", priority=1), _job(2, share="bob")], capacity) == "job-1"


def test_given_a_job_without_free_tokens_when_choosing_then_the_one_behind_it_starts() -> None:
    capacity = Capacity(slots={"media": 1}, tokens={"flow": 0})
    assert _chosen([_job(1, needs={"flow": 1}), _job(2)], capacity) == "job-2"


def test_given_enough_tokens_when_choosing_then_the_job_starts() -> None:
    assert _chosen([_job(1, needs={"flow": 2})], Capacity(slots={"media": 1}, tokens={"flow": 2})) == "job-1"


def test_given_a_full_queue_when_another_has_room_then_its_job_starts() -> None:
    capacity = Capacity(slots={"media": 0, "automation": 1}, tokens={})
    assert _chosen([_job(1), _job(2, queue="automation")], capacity) == "job-2"
