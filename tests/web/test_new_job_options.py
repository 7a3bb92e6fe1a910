"""The options of a new job: only what this installation has, the same choices as the API's own rules."""

import itertools
from typing import Any

import pytest
from playwright.sync_api import expect

from dailies.domain.errors import InvalidInput
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from dailies.domain.offer import refuse_beyond
from dailies.domain.options import Options
from infra.local.config import StageState
from tests.stage.client import Api
from tests.web.gallery import Gallery
from tests.web.new_job import NewJob, pictures
from tests.web.reels import Reels

pytestmark = [pytest.mark.stage, pytest.mark.browser, pytest.mark.ffmpeg]

_SIGNED_OUT = Failure(code="session_expired", detail="Signed out.", advice="Sign in again.", retryable=True)
_CHOICES = """
async ([all, installation]) => {
  const { choices, fitting, narrow } = await import(`${location.origin}/gallery/js/new-job/options.js`);
  const table = await (await fetch("gallery/data/providers.json")).json();
  const known = narrow(table, installation);
  return all.map((wanted) => {
    const fitted = fitting(known, wanted);
    return { fitted, failover: choices(known, fitted).failover };
  });
}
"""
_BOTH = {"providers": ["flow", "veo"], "accounts": []}
_PLAIN = Options().model_dump(mode="json")


@pytest.fixture
def spare(stage: StageState, api: Api, tmp_path_factory: pytest.TempPathFactory) -> str:
    """A second account that no test may work with."""
    api.call("PUT", "/api/accounts/spare", {})
    reels = Reels(stage, api, tmp_path_factory.mktemp("clip"))
    reels.store.accounts.block(AccountName("spare"), _SIGNED_OUT)
    return "spare"


def choices(gallery: Gallery, installation: dict[str, Any], *wanted: dict[str, Any]) -> list[dict[str, Any]]:
    """Ask the gallery what may be chosen beside each of these."""
    every = [{**_PLAIN, **each} for each in wanted]
    found: list[dict[str, Any]] = gallery.open("/new").evaluate(_CHOICES, [every, installation])
    return found


def is_taken(options: dict[str, Any]) -> bool:
    try:
        refuse_beyond(Options.model_validate(options))
    except InvalidInput:
        return False
    return True


def test_given_every_choice_when_another_provider_may_take_over_then_the_api_agrees(gallery: Gallery) -> None:
    models = ("Veo 3.1 - Fast", "Veo 3.1 - Lite [Lower Priority]", "Omni 1.1 Flash", "Veo 3.1 - Quality")
    rows = itertools.product(("flow", "veo"), models, (4, 8), ("720p", "1080p"), ("references", "frames"))
    names = ("provider", "model", "duration", "resolution", "image_use")
    wanted = [
        {**_PLAIN, **dict(zip(names, row, strict=True)), "audio": audio}
        for row in rows
        for audio in (True, False)
    ]
    wanted = [options for options in wanted if is_taken(options)]
    found = choices(gallery, _BOTH, *wanted)
    assert [each["fitted"] for each in found] == wanted
    offered = [each["failover"] for each in found]
    allowed = [
        [None, *(other for other in ("flow", "veo") if is_taken({**options, "failover": other}))]
        for options in wanted
    ]
    assert offered == allowed
    assert [None, "veo"] in offered
    assert [None] in offered


def test_given_choices_that_are_not_there_any_more_when_fitted_then_they_fall_back(gallery: Gallery) -> None:
    here = {"providers": ["flow"], "accounts": [{"name": "a"}, {"name": "b"}]}
    lost = {"provider": "veo", "model": "Veo 3.1 - Lite", "failover": "flow", "account": "gone"}
    fell, stayed = choices(gallery, here, lost, {"account": "b", "failover": "veo"})
    assert {name: fell["fitted"][name] for name in lost} == {
        "provider": "flow",
        "model": "Veo 3.1 - Lite",
        "failover": None,
        "account": None,
    }
    assert (stayed["fitted"]["account"], stayed["fitted"]["failover"]) == ("b", None)


def test_given_two_accounts_when_one_is_chosen_then_it_is_remembered_and_the_job_is_made_with_it(
    gallery: Gallery, spare: str
) -> None:
    desk = NewJob(gallery.open("/new"))
    account = desk.page.get_by_label("Account")
    account.select_option("default")
    expect(account.locator("option:checked")).to_have_text("default")
    assert f"{spare} (needs you)" in account.locator("option").all_inner_texts()
    # Without a second provider there is nothing to choose between.
    expect(desk.page.get_by_label("Provider")).to_have_count(0)
    expect(desk.page.get_by_label("If it cannot")).to_have_count(0)
    desk = NewJob(gallery.reload())
    expect(desk.page.get_by_label("Account")).to_have_value("default")
    desk.pick(pictures("one.png"))
    desk.paste_prompts("a boat drifts")
    with desk.page.expect_response("**/api/jobs/create") as made:
        desk.upload()
    assert made.value.json()["options"]["account"] == "default"
