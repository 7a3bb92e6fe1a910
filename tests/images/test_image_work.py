"""A real item through each image: a take from the site, and the same take in 4K."""

from dataclasses import dataclass
from pathlib import Path

import pytest

from dailies.domain.exits import Exit
from dailies.domain.job import Task
from dailies.domain.options import Quality
from dailies.domain.status import Status
from dailies.domain.units import Rendition, Video
from dailies.media.limits import MediaLimits
from dailies.media.probe import probe
from dailies.media.tools import find_tools
from dailies.services.finishing import upscale
from tests.images.running import BUILD_SECONDS, ImageStudio

pytestmark = [
    pytest.mark.images,
    pytest.mark.timeout(BUILD_SECONDS),
    pytest.mark.browser,
    pytest.mark.ffmpeg,
]

MOST_BYTES = 100_000_000


@dataclass(frozen=True)
class Done:
    """A task that a container worked through."""

    task: Task
    exit: int
    log: str


@pytest.fixture(scope="module")
def generated(image_studio: ImageStudio) -> Done:
    """The automation image's run over a job of one item."""
    task = image_studio.begin(image_studio.hire())
    code = image_studio.run(task)
    return Done(task, code, image_studio.log_of(task))


@pytest.fixture(scope="module")
def take(image_studio: ImageStudio, generated: Done) -> Video:
    """What the automation image made."""
    (video,) = image_studio.videos(generated.task)
    return video


@pytest.fixture(scope="module")
def upscaled(image_studio: ImageStudio, take: Video) -> Done:
    """The media image's run over that take."""
    begun, _ = upscale(image_studio.app, take.owner, [take.video_id], Quality.FAST)
    assert begun is not None
    task = image_studio.planned(begun)
    code = image_studio.run(task)
    return Done(task, code, image_studio.log_of(task))


@pytest.fixture(scope="module")
def rendition(image_studio: ImageStudio, upscaled: Done, take: Video) -> Rendition:
    """What the media image made."""
    found = image_studio.app.store.units.rendition(take.owner, take.video_id)
    assert found is not None, upscaled.log
    return found


def test_given_an_item_when_the_automation_image_runs_then_it_succeeds_for_one_payment(
    image_studio: ImageStudio, generated: Done
) -> None:
    assert generated.exit == Exit.SETTLED, generated.log
    assert [item.status for item in image_studio.items(generated.task)] == [Status.SUCCEEDED], generated.log
    assert image_studio.paid(generated.task) == 1


def test_given_a_take_when_the_media_image_runs_then_its_rendition_succeeds(
    upscaled: Done, rendition: Rendition
) -> None:
    assert upscaled.exit == Exit.SETTLED, upscaled.log
    assert rendition.status is Status.SUCCEEDED, upscaled.log


def test_given_a_rendition_of_the_media_image_when_it_is_opened_then_every_frame_of_the_take_is_there_in_4k(
    image_studio: ImageStudio, take: Video, rendition: Rendition, tmp_path: Path
) -> None:
    assert rendition.key is not None
    image_studio.app.objects.download(rendition.key, tmp_path / "4k.mp4", most_bytes=MOST_BYTES)
    seen = probe(tmp_path / "4k.mp4", find_tools(), MediaLimits()).video
    assert (seen.width, seen.height, seen.packets) == (2160, 3840, take.media.frames)
