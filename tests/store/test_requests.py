"""Idempotency records: one works, the rest learn what became of it."""

from datetime import datetime, timedelta

import pytest

from dailies.domain.ids import Owner
from dailies.store.requests import TAKEN_OVER_AFTER, Requests
from dailies.store.store import Store
from tests.store.makers import NOW

ROUTE, TOKEN = "POST /api/jobs/create", "key-1"


class _Hands:
    """A clock that a test moves."""

    def __init__(self) -> None:
        self.moment = NOW

    def __call__(self) -> datetime:
        return self.moment


@pytest.fixture
def hands() -> _Hands:
    return _Hands()


@pytest.fixture
def requests(store: Store, hands: _Hands) -> Requests:
    return Requests(store.table, hands)


def test_given_a_new_key_when_begun_then_it_is_ours(requests: Requests, owner: Owner) -> None:
    ours, _ = requests.begin(owner, ROUTE, TOKEN, "digest", "seed")
    assert ours


def test_given_a_key_in_use_when_begun_then_the_first_seed_is_told(requests: Requests, owner: Owner) -> None:
    requests.begin(owner, ROUTE, TOKEN, "digest", "seed-1")
    ours, record = requests.begin(owner, ROUTE, TOKEN, "digest", "seed-2")
    assert (ours, record.seed) == (False, "seed-1")


def test_given_the_key_of_another_owner_when_begun_then_it_is_ours(requests: Requests, owner: Owner) -> None:
    requests.begin(owner, ROUTE, TOKEN, "digest", "seed")
    ours, _ = requests.begin(Owner(f"{owner}-2"), ROUTE, TOKEN, "digest", "seed")
    assert ours


def test_given_an_answer_when_begun_again_then_it_is_told(requests: Requests, owner: Owner) -> None:
    requests.begin(owner, ROUTE, TOKEN, "digest", "seed")
    requests.finish(owner, ROUTE, TOKEN, 201, '{"a":1}')
    _, record = requests.begin(owner, ROUTE, TOKEN, "digest", "seed")
    assert (record.status, record.answer) == (201, '{"a":1}')


def test_given_a_fresh_request_when_taken_over_then_it_is_refused(requests: Requests, owner: Owner) -> None:
    requests.begin(owner, ROUTE, TOKEN, "digest", "seed")
    _, record = requests.begin(owner, ROUTE, TOKEN, "digest", "seed")
    assert not requests.take_over(owner, ROUTE, TOKEN, record)


def test_given_a_dead_request_when_taken_over_then_once(
    requests: Requests, owner: Owner, hands: _Hands
) -> None:
    _, record = requests.begin(owner, ROUTE, TOKEN, "digest", "seed")
    hands.moment += TAKEN_OVER_AFTER + timedelta(seconds=1)
    assert [requests.take_over(owner, ROUTE, TOKEN, record) for _ in range(2)] == [True, False]


def test_given_a_request_taken_over_when_read_then_its_first_moment_stays(
    requests: Requests, owner: Owner, hands: _Hands
) -> None:
    _, record = requests.begin(owner, ROUTE, TOKEN, "digest", "seed")
    hands.moment += TAKEN_OVER_AFTER + timedelta(seconds=1)
    requests.take_over(owner, ROUTE, TOKEN, record)
    _, later = requests.begin(owner, ROUTE, TOKEN, "digest", "seed-2")
    assert (later.made_at, later.seed) == (NOW, "seed")


def test_given_an_abandoned_request_when_repeated_then_it_is_taken_over_at_once(
    requests: Requests, owner: Owner
) -> None:
    requests.begin(owner, ROUTE, TOKEN, "digest", "seed")
    requests.abandon(owner, ROUTE, TOKEN)
    _, record = requests.begin(owner, ROUTE, TOKEN, "digest", "seed-2")
    assert requests.take_over(owner, ROUTE, TOKEN, record)


def test_given_a_forgotten_key_when_begun_with_another_body_then_it_is_ours(
    requests: Requests, owner: Owner
) -> None:
    requests.begin(owner, ROUTE, TOKEN, "digest", "seed")
    requests.forget(owner, ROUTE, TOKEN)
    ours, _ = requests.begin(owner, ROUTE, TOKEN, "other", "seed-2")
    assert ours
