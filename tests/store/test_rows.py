"""What is written is read again as it was, and owners see their own alone."""

import pytest

from dailies.domain.errors import NotFound
from dailies.domain.ids import Owner
from dailies.domain.job import Job
from dailies.store.store import Store
from tests.store.makers import make_failure, make_item, make_job, make_purchase, make_task, make_video


def test_given_a_job_when_read_then_it_is_as_written(store: Store, owner: Owner) -> None:
    job = store.jobs.add(make_job(owner, priority=7))
    assert store.jobs.get(owner, job.job_id) == job


def test_given_an_item_when_read_then_it_is_as_written(store: Store, job: Job) -> None:
    item = make_item(job, failure=make_failure(), progress=40, attempt=2)
    store.units.add(item)
    assert store.units.item(job.owner, item.item_id) == item


def test_given_a_video_when_read_then_it_is_as_written(store: Store, job: Job) -> None:
    video = make_video(job)
    store.videos.publish(video)
    assert store.videos.get(job.owner, video.video_id) == video


def test_given_a_purchase_when_read_then_it_is_as_written(store: Store, job: Job) -> None:
    purchase = store.ledger.begin(make_purchase(make_item(job)))
    assert store.ledger.last(job.owner, purchase.item_id) == purchase


def test_given_a_task_when_open_then_the_index_lists_it(store: Store, job: Job) -> None:
    task = make_task(job)
    store.table.transact(store.tasks.put_operation(task))
    assert task in list(store.tasks.open())


def test_given_jobs_when_listed_then_newest_first_and_only_ones_own(store: Store, owner: Owner) -> None:
    jobs = [store.jobs.add(make_job(owner)) for _ in range(3)]
    store.jobs.add(make_job(Owner(f"{owner}-2")))
    expected = sorted((job.job_id for job in jobs), reverse=True)
    assert [job.job_id for job in store.jobs.list(owner)] == expected


def test_given_another_owner_when_a_job_is_read_then_there_is_none(store: Store, job: Job) -> None:
    with pytest.raises(NotFound):
        store.jobs.get(Owner("somebody-else"), job.job_id)


def test_given_a_job_being_deleted_when_read_then_there_is_none(store: Store, job: Job) -> None:
    store.jobs.mark_deleting(job)
    with pytest.raises(NotFound):
        store.jobs.get(job.owner, job.job_id)
