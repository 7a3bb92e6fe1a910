"""What the tests of the store share."""

from collections.abc import Iterator

import pytest

from dailies.domain.ids import Owner
from dailies.domain.job import Job
from dailies.store.store import Store
from tests.store.makers import make_job, new_owner
from tests.store.place import app_of, moto_place


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """The store on a table of its own for the module."""
    with moto_place() as environment:
        yield app_of(environment).store


@pytest.fixture
def owner() -> Owner:
    """An owner of this test alone."""
    return new_owner()


@pytest.fixture
def job(store: Store, owner: Owner) -> Job:
    """A job in the table."""
    return store.jobs.add(make_job(owner))
