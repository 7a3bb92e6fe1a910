"""A store that announces nothing: the page tells of each file that it sent, so that nobody waits for the reconciler."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser
from starlette.routing import Route

from infra.local.frontdoor.gallery import show_file, show_page
from infra.web_packages import ensure_packages
from tests.cli.house import House, silent_house
from tests.store.place import app_of, moto_place
from tests.web.gallery import visiting
from tests.web.new_job import NewJob, pictures

pytestmark = pytest.mark.browser


@pytest.fixture
def silent() -> Iterator[House]:
    """The gallery, the real API and a store behind one port."""
    ensure_packages()
    pages = Route("/", show_page), Route("/gallery/{name:path}", show_file)
    with moto_place() as environment, silent_house(app_of(environment), *pages) as house:
        yield house


def test_given_a_store_that_announces_nothing_when_files_are_sent_then_each_is_looked_at_and_priced(
    silent: House, browser: Browser
) -> None:
    with visiting(browser, silent.url, signed_in=False) as gallery:
        gallery.faults_expected = True  # whoever asks this place how to sign in is answered 404
        desk = NewJob(gallery.open("/new"))
        desk.pick({**pictures("a.png", "b.png"), "prompts.txt": b"a boat\na kite"})
        desk.upload()
        desk.await_quote()
