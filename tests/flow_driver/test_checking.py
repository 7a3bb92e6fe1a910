"""The walk to the point before the paid click: it finds what changed, and spends nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from containers.automation.sites.flow.checking import CheckWalk
from dailies.domain.errors import SiteFailure

from .studio import Studio

pytestmark = pytest.mark.browser
Run = Callable[[Any], Any]


async def check(studio: Studio, times: int = 1) -> list[CheckWalk]:
    driver = studio.driver(studio.pace.model_copy(update={"page_seconds": 5}))
    await driver.ensure_signed_in()
    picture = studio.picture.read_bytes()
    walks: list[CheckWalk] = []
    for _ in range(times):
        project = walks[-1].project if walks else None
        walks.append(await driver.check(studio.evidence, project, picture))
    return walks


def test_given_checks_when_repeated_then_one_project_serves_them_and_nothing_is_sent(
    studio: Studio, run: Run
) -> None:
    walks = run(check(studio, times=2))
    made, sent = (studio.site.actions(studio.account, kind) for kind in ("project", "submission"))
    assert ([walk.credits for walk in walks], len(made), sent) == ([10, 10], 1, [])


def test_given_a_site_that_changed_when_checked_then_the_step_is_named_and_kept(
    studio: Studio, run: Run
) -> None:
    studio.site.fault("settings_hidden", studio.account)
    with pytest.raises(SiteFailure) as caught:
        run(check(studio))
    page = (studio.evidence / "page.html").read_text("utf-8")
    assert (caught.value.failure.code, caught.value.failure.subject) == ("ui_changed", "leave agent mode")
    assert page.startswith("<!-- pack flow-c v2; failed at: check, leave agent mode -->")
