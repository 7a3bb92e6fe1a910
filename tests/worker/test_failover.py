"""The provider cannot and the user named another: the item is made there, in the same run."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dailies.domain.exits import Exit
from dailies.domain.options import Provider
from dailies.domain.status import Status
from tests.worker.site import CLOCK_FACTOR
from tests.worker.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.ffmpeg]


@pytest.fixture(scope="module")
def veo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """The imitation of the official API, and the settings that lead to it."""
    data: Path = tmp_path_factory.mktemp("veo")
    command = [sys.executable, "-m", "infra.local.veo", "--data", str(data), "--clip-seconds", "0.5"]
    with subprocess.Popen([*command, "--clock-factor", str(CLOCK_FACTOR)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        yield {"veo_url": url, "veo_project": "dailies-stage", "veo_bucket": "dailies-stage-takes"}
        process.terminate()


def test_given_the_day_at_the_site_is_used_up_when_the_user_named_the_api_then_it_makes_the_item(
    studio: Studio, veo: dict[str, str]
) -> None:
    hired = studio.hire()
    studio.site.fault("quota_daily", hired.email)
    task = studio.begin(hired, items=2, failover="veo")
    assert studio.run(task, **veo) == Exit.SETTLED, studio.log_of(task)
    assert {item.status for item in studio.items(task)} == {Status.SUCCEEDED}, studio.log_of(task)
    assert [video.provider for video in studio.videos(task)] == [Provider.VEO] * 2
    assert studio.site.spent(hired.email) == 0
