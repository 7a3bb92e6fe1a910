"""The walk to the point before the paid click: it finds what changed, and spends nothing."""

from collections.abc import Callable
from typing import Any

import pytest

from containers.automation.sites.flow.checking import CheckWalk
from dailies.domain.errors import SiteFailure

from .studio import Studio, all_at_once

pytestmark = pytest.mark.browser
Run = Callable[[Any], Any]
Checked = dict[str, tuple[Studio, list[CheckWalk]]]


async def check(studio: Studio, times: int = 1) -> list[CheckWalk]:
    driver = studio.driver(studio.pace.model_copy(update={"page_seconds": 8}))
    await driver.ensure_signed_in()
    picture = studio.picture.read_bytes()
    walks: list[CheckWalk] = []
    for _ in range(times):
        project = walks[-1].project if walks else None
        walks.append(await driver.check(studio.evidence, project, picture))
    return walks


@pytest.fixture(scope="module")
def checked(open_studio: Callable[..., Studio], run: Run) -> Checked:
    """Check an account of each generation, that of C twice."""
    studios = {generation: open_studio(generation=generation) for generation in "ABC"}
    works = [check(studio, 2 if generation == "C" else 1) for generation, studio in studios.items()]
    answers = run(all_at_once(works))
    return {name: (studios[name], walks) for name, walks in zip(studios, answers, strict=True)}


@pytest.mark.parametrize("generation", "ABC")
def test_given_a_site_as_it_was_when_checked_then_its_pack_and_price_are_told(
    checked: Checked, generation: str
) -> None:
    walk = checked[generation][1][0]
    assert (walk.pack, walk.credits) == (f"flow-{generation.lower()}", 10)


@pytest.mark.parametrize("generation", "ABC")
def test_given_a_check_when_it_is_over_then_nothing_was_sent(checked: Checked, generation: str) -> None:
    studio = checked[generation][0]
    sent = studio.site.actions(studio.account, "submission")
    assert (sent, studio.site.bill(studio.account)["spent"]) == ([], 0)


def test_given_checks_when_repeated_then_one_project_serves_them(checked: Checked) -> None:
    studio, walks = checked["C"]
    made = studio.site.actions(studio.account, "project")
    assert (len(walks), len(made)) == (2, 1)


def test_given_a_site_that_changed_when_checked_then_the_step_is_named_and_kept(
    studio: Studio, run: Run
) -> None:
    studio.site.fault("settings_hidden", studio.account)
    with pytest.raises(SiteFailure) as caught:
        run(check(studio))
    page = (studio.evidence / "page.html").read_text("utf-8")
    assert (caught.value.failure.code, caught.value.failure.subject) == ("ui_changed", "leave agent mode")
    assert page.startswith("<!-- pack flow-c v2; failed at: check, leave agent mode -->")
