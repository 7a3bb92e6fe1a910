"""The pages that list: jobs with their priorities and pauses, downloads, and the accounts of the site."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from dailies.clock import now
from dailies.domain.accounts import Session
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from tests.stage.client import Api, Site, wait_for
from tests.stage.pictures import job_files
from tests.web.gallery import Gallery
from tests.web.job_page import SETTLED_MS, JobPage, assert_whole_zip
from tests.web.reels import Reels, Shot

pytestmark = [pytest.mark.stage, pytest.mark.browser, pytest.mark.ffmpeg]

_AGAIN = re.compile("^(Retry|Try again)")
_SIGNED_OUT = Failure(
    code="session_expired",
    detail="The site wants somebody to sign in.",
    advice="Sign in again.",
    retryable=True,
)


@pytest.fixture
def spare(reels: Reels, api: Api) -> Iterator[str]:
    """A second account that waits for its person; it stays so, for no test may work with it."""
    api.call("PUT", "/api/accounts/spare", {})
    name, signed_in = AccountName("spare"), now() - timedelta(days=3)
    session = Session(key="sessions/any", saved_at=signed_in, signed_in_at=signed_in)
    reels.store.accounts.change(name, {"session": session})
    reels.store.accounts.block(name, _SIGNED_OUT)
    yield "spare"


def _row(page: Page, job: str) -> Locator:
    return page.locator(f"[data-testid=job][data-job='{job}']")


def test_given_a_busy_site_when_a_job_is_hurried_held_up_cancelled_and_retried_then_it_obeys_each_time(
    gallery: Gallery, api: Api, site: Site
) -> None:
    site.fault("high_demand", prompt_contains="held up")
    job = api.draft(job_files(["held up for a while"]), outputs=1)
    api.start(job)
    # Cancelled before its item was ever tried, it would be a draft again.
    wait_for("the first try", lambda: api.job(job)["counts"]["waiting"])
    row = _row(gallery.open("/jobs"), job)
    row.get_by_label("Priority of a test").select_option("High")
    wait_for("the priority", lambda: api.job(job)["priority"] == 100)
    row.get_by_role("button", name="Pause").click()
    expect(row).to_contain_text("Paused")
    assert api.job(job)["paused"] is True
    row.get_by_role("button", name="Resume").click()
    expect(row.get_by_role("button", name="Pause")).to_be_visible()
    row.get_by_role("link", name="a test").click()
    _cancel_and_retry(JobPage(gallery.page), site)


def _cancel_and_retry(page: JobPage, site: Site) -> None:
    expect(page.page.get_by_role("button", name=_AGAIN)).to_have_count(0)
    page.button("Cancel job").click()
    page.page.get_by_role("dialog").get_by_role("button", name="Cancel job").click()
    page.await_status("Cancelled")
    site.heal()
    page.button("Retry 1").click()
    page.takes.nth(0).wait_for(timeout=SETTLED_MS)
    page.await_status("Done")


def test_given_two_takes_when_downloaded_then_the_zip_is_listed_and_can_be_saved(
    gallery: Gallery, reels: Reels, tmp_path_factory: pytest.TempPathFactory
) -> None:
    job = reels.make((Shot("a kite climbs"),), title="Kites")
    page = JobPage(gallery.open(f"/jobs/{job}"))
    page.takes.nth(1).wait_for()
    page.page.keyboard.press("Control+a")
    page.button("Download").click()
    page.button("Make the ZIP").click()
    expect(page.page.get_by_role("progressbar", name="Packing")).to_be_visible()
    page.page.get_by_role("link", name="All downloads").click()
    row = page.page.get_by_test_id("download").filter(has_text="Kites").first
    save = row.get_by_role("link", name="Save")
    save.wait_for(timeout=SETTLED_MS)
    expect(row).to_contain_text("2 takes · 720p")
    expect(row).to_contain_text(re.compile(r"Expires in \d+ (hour|day)s?"))
    with page.page.expect_download() as saved:
        save.click()
    target = tmp_path_factory.mktemp("saved") / "kites.zip"
    saved.value.save_as(target)
    assert_whole_zip(target, members=2)


def test_given_an_account_that_waits_for_a_person_when_looked_at_then_what_to_run_stands_there(
    gallery: Gallery, spare: str
) -> None:
    page = gallery.open("/session")
    account = page.get_by_test_id("account").filter(has_text=spare)
    expect(account).to_contain_text("Needs you")
    expect(account).to_contain_text("3 days ago by a person")
    expect(account).to_contain_text(f"dailies session login {spare}")
    expect(page.get_by_test_id("account").filter(has_text="default")).to_be_visible()


def test_given_a_job_that_is_not_there_when_opened_then_the_page_says_so(gallery: Gallery) -> None:
    gallery.faults_expected = True
    page = gallery.open(f"/jobs/j{'0' * 21}")
    expect(page.get_by_role("heading", name="This job is not here")).to_be_visible(timeout=SETTLED_MS)
