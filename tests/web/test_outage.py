"""An API that is busy, broken or out of reach: it is said, nothing chosen is lost, and all arrives in the end."""

import json

import pytest
from playwright.sync_api import Page, Route, expect

from tests.stage.client import Api, wait_for
from tests.web.gallery import Gallery
from tests.web.job_page import JobPage

pytestmark = [pytest.mark.stage, pytest.mark.browser, pytest.mark.ffmpeg]

_MORE_THAN_BRIEF_TRIES = 8


def test_given_an_api_that_is_busy_broken_and_gone_when_takes_are_marked_then_all_marks_arrive_in_the_end(
    gallery: Gallery, api: Api, reel: str
) -> None:
    gallery.faults_expected = True
    job = JobPage(gallery.open(f"/jobs/{reel}"))
    job.takes.nth(7).wait_for()
    outage = Outage(job.page, status=429)
    banner = job.page.get_by_role("alert")
    take = job.takes.nth(2)
    take.get_by_role("checkbox").click()
    take.get_by_role("button", name="Circle", exact=True).click()
    expect(banner).to_contain_text("Too many requests at once")
    outage.status = 500
    take.get_by_role("button", name="2 stars").click()
    take.get_by_role("button", name="5 stars").click()
    expect(banner).to_contain_text("does not answer right now")
    wait_for("more tries than a person waits for", lambda: outage.has_refused(_MORE_THAN_BRIEF_TRIES))
    gallery.context.set_offline(True)
    expect(banner).to_contain_text("You are offline")
    outage.end()
    gallery.context.set_offline(False)
    expect(banner).to_have_count(0)
    expect(take).to_have_accessible_name("Take 1 of item 2, circled, rated 5, chosen")
    wait_for("the newest of both marks to arrive", lambda: _marks(api, reel) == [(2, 1, 5)])


class Outage:
    """The API fails as the page sees it, until it ends."""

    def __init__(self, page: Page, *, status: int) -> None:
        """Begin."""
        self.status = status
        self._page = page
        self._refused = 0
        page.route("**/api/**", self._refuse)

    def end(self) -> None:
        """Let the page reach the API again."""
        self._page.unroute("**/api/**")

    def has_refused(self, changes: int) -> bool:
        """Tell whether so many changes were refused; let the page try again at once if not."""
        retry = self._page.get_by_role("button", name="Try now")
        if self._refused < changes and retry.is_visible():
            retry.click()
        return self._refused >= changes

    def _refuse(self, route: Route) -> None:
        self._refused += route.request.method == "PUT"
        problem = {"title": "Failed", "status": self.status, "detail": "A fault.", "code": "fault"}
        route.fulfill(status=self.status, content_type="application/problem+json", body=json.dumps(problem))


def _marks(api: Api, job: str) -> list[tuple[int, int, int]]:
    """The takes that are circled and rated."""
    found = [take for take in api.videos(job) if take["selected"] and take["rating"]]
    return [(take["item_number"], take["output"], take["rating"]) for take in found]
