"""Signing in: nobody is asked on their own machine, and nothing is lost when a sign-in ends."""

import json
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from infra.local.config import StageState
from tests.web.gallery import Gallery, visiting
from tests.web.new_job import NewJob, pictures

pytestmark = pytest.mark.browser

# A token that the API refuses, and none to renew it with.
_END_SESSION = 'sessionStorage.setItem("dailies.tokens", JSON.stringify({ access_token: "a.b.c" }))'


@pytest.fixture
def newcomer(browser: Browser, stage: StageState) -> Iterator[Gallery]:
    """Somebody who was never here."""
    with visiting(browser, stage.url, signed_in=False) as gallery:
        yield gallery


def test_given_a_newcomer_on_this_machine_when_a_page_is_opened_then_it_is_shown_without_asking(
    newcomer: Gallery, stage: StageState
) -> None:
    page = newcomer.open("/downloads")
    page.wait_for_url(f"{stage.url}/#/downloads")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    expect(page.get_by_role("alert")).to_have_count(0)
    held = page.evaluate("JSON.parse(sessionStorage.getItem('dailies.tokens'))")
    assert {"access_token", "refresh_token"} <= held.keys()
    assert not [key for key in page.evaluate("Object.keys(localStorage)") if "attempt" in key]


def test_given_a_token_that_ran_out_when_the_page_goes_on_then_it_renews_itself(gallery: Gallery) -> None:
    gallery.faults_expected = True
    page = gallery.open("/new")
    page.evaluate(
        """() => {
          const held = JSON.parse(sessionStorage.getItem("dailies.tokens"));
          sessionStorage.setItem("dailies.tokens", JSON.stringify({ ...held, access_token: "a.b.c" }));
        }"""
    )
    page.goto(f"{gallery.url}/#/jobs")
    with page.expect_response(lambda answer: answer.url.endswith("/oauth2/token") and answer.ok):
        gallery.reload()
    page.wait_for_function("JSON.parse(sessionStorage.getItem('dailies.tokens')).access_token !== 'a.b.c'")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_given_the_session_ends_while_uploading_when_signed_in_again_then_the_upload_goes_on(
    gallery: Gallery,
) -> None:
    gallery.faults_expected = True
    desk = NewJob(gallery.open("/new"))
    desk.pick(pictures("one.png"))
    desk.paste_prompts("kept through the sign-in")
    with desk.page.expect_response("**/api/jobs/create"):
        desk.upload()
    desk.page.evaluate(_END_SESSION)
    expect(desk.page.get_by_role("alert")).to_contain_text("Sign in again")
    with gallery.context.expect_page() as beside:
        desk.page.get_by_role("button", name="Sign in").click()
    desk.await_quote()
    expect(desk.prompt(1)).to_have_value("kept through the sign-in")
    assert beside.value.is_closed() or beside.value.wait_for_event("close") is beside.value


def test_given_an_installation_that_ends_sessions_when_signed_out_then_the_tokens_go_first(
    gallery: Gallery,
) -> None:
    end = f"{gallery.url}/bye"
    place = {
        "client_id": "people",
        "authorization_endpoint": end,
        "token_endpoint": end,
        "end_session_endpoint": end,
    }
    gallery.context.route("**/gallery/settings.json", lambda route: route.fulfill(body=json.dumps(place)))
    gallery.context.route("**/bye?*", lambda route: route.fulfill(body="bye"))
    page = gallery.open("/new")
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url("**/bye?client_id=people&logout_uri=*")
    assert page.url.endswith("logout_uri=" + gallery.url.replace(":", "%3A").replace("/", "%2F") + "%2F")
