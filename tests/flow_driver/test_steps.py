"""A step that fails is told by the reason that the page itself shows, not by what was missed on it."""

from collections.abc import Callable
from typing import Any

import pytest

from containers.automation.sites.flow.browser import open_page
from containers.automation.sites.flow.evidence import Recorder
from containers.automation.sites.flow.pack import load_packs
from containers.automation.sites.flow.project import Project
from containers.automation.sites.flow.refusals import agent_only
from containers.automation.sites.flow.site import Site
from containers.automation.sites.flow.steps import step
from dailies.domain.errors import SiteBlocked, SiteChanged
from dailies.domain.verdicts import VERDICTS

from .studio import PACE, Studio

pytestmark = pytest.mark.browser
Run = Callable[[Any], Any]


@pytest.mark.parametrize(
    "missed", [agent_only(), SiteChanged("no prompt box")], ids=lambda error: error.failure.code
)
def test_given_a_page_for_strangers_when_anything_is_missed_on_it_then_the_session_has_expired(
    studio: Studio, run: Run, missed: SiteChanged
) -> None:
    with pytest.raises(SiteBlocked) as caught:
        run(_fail(studio, missed))
    assert caught.value.failure.code == "session_expired"


def test_given_a_page_for_strangers_when_the_site_gave_its_verdict_then_the_verdict_stands(
    studio: Studio, run: Run
) -> None:
    verdict = VERDICTS["credits"].error("the account has too few credits for this model")
    with pytest.raises(type(verdict)) as caught:
        run(_fail(studio, verdict))
    assert caught.value.failure.code == "credits"


async def _fail(studio: Studio, error: Exception) -> None:
    """Let a step on the page for strangers fail with the error."""
    newest, *_ = packs = load_packs()
    async with open_page(studio.browser, None) as page:
        project = Project(page, newest, PACE, Site(studio.site.url, packs))
        recorder = Recorder(page, None, pack=newest.label, private=(), secrets=frozenset())
        await project.gallery.go(studio.site.url + newest.signed_out_path)
        async with step(recorder, "prepare", charged=False, scene=project, traced=False):
            raise error
