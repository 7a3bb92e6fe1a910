"""Takes in the table: picked once, however often somebody says so."""

import pytest

from dailies.domain.errors import NotFound
from dailies.domain.ids import Owner
from dailies.domain.job import Job
from dailies.store.store import Store
from tests.store.makers import make_video


@pytest.mark.parametrize("selected", [True, False])
def test_given_a_take_when_picked_or_not_twice_then_only_a_change_is_told_as_one(
    store: Store, job: Job, selected: bool
) -> None:
    video = make_video(job)
    store.videos.publish(video)
    told = [store.videos.select(job.owner, video.video_id, selected=selected) for _ in range(2)]
    now = video.model_copy(update={"selected": selected})
    assert told == [(now, selected), (now, False)]


def test_given_a_take_of_another_owner_when_picked_then_there_is_none(store: Store, job: Job) -> None:
    video = make_video(job)
    store.videos.publish(video)
    with pytest.raises(NotFound):
        store.videos.select(Owner("somebody-else"), video.video_id, selected=True)
    assert not store.videos.get(job.owner, video.video_id).selected
