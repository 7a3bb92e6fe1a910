"""The page of the site's accounts: what a check finds is said and shown."""

import pytest
from playwright.sync_api import expect

from tests.stage.client import Api
from tests.web.gallery import Gallery
from tests.web.job_page import SETTLED_MS

pytestmark = [pytest.mark.stage, pytest.mark.browser]


def test_given_an_account_nobody_signed_in_when_checked_then_the_page_says_so_and_shows_the_site(
    gallery: Gallery, api: Api
) -> None:
    api.call("PUT", "/api/accounts/newcomer", {})
    page = gallery.open("/session")
    account = page.get_by_test_id("account").filter(has=page.get_by_role("heading", name="newcomer"))
    account.get_by_role("button", name="Check now").click()
    expect(account.get_by_role("button", name="Checking")).to_be_disabled()
    expect(page.locator(".toast")).to_contain_text(
        "newcomer: somebody must sign in again", timeout=SETTLED_MS
    )
    expect(account).to_have_attribute("data-state", "blocked")
    expect(account).to_contain_text("Stopped at")
    expect(account).to_contain_text("dailies session login newcomer")
    picture = account.get_by_role("img", name="The site as it was when the check stopped")
    expect(picture).to_be_visible()
    assert picture.evaluate("async (shown) => (await shown.decode(), shown.naturalWidth)") > 0
