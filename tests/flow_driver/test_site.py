"""The site's addresses in every generation, and what a page's address alone tells."""

import pytest

from containers.automation.sites.flow.pack import load_pack, load_packs
from containers.automation.sites.flow.site import Site, plain_address
from dailies.domain.errors import InvalidInput, SiteBlocked, SiteChanged

ID = "0b9b2f4e-7f0e-4b43-9d5e-0f0a6f0a1b2c"
OLD, NEW = f"https://labs.google/fx/tools/flow/project/{ID}", f"https://flow.google.com/project/{ID}"
REAL = Site("", load_packs())
HERE = Site("http://127.0.0.1:8000", load_packs())


def test_given_the_real_site_when_entered_then_the_newest_home_comes_first() -> None:
    assert REAL.entrances() == ("https://flow.google.com/", "https://labs.google/fx/tools/flow")


@pytest.mark.parametrize(
    ("place", "pack", "now"), [(OLD, "flow-c", NEW), (NEW, "flow-b", OLD), (OLD, "flow-a", OLD)]
)
def test_given_a_project_of_another_generation_when_looked_for_then_it_keeps_its_id(
    place: str, pack: str, now: str
) -> None:
    assert REAL.current_address(place, load_pack(pack)) == now


def test_given_another_installation_when_looked_for_then_its_own_root_is_used() -> None:
    place = f"http://127.0.0.1:8000/fx/tools/flow/project/{ID}"
    assert HERE.current_address(place, load_pack("flow-c")) == f"http://127.0.0.1:8000/project/{ID}"


@pytest.mark.parametrize(
    "place",
    [
        f"https://elsewhere.example/project/{ID}",
        "https://flow.google.com/project/1",
        f"https://flow.google.com/project/{ID}/edit/{ID}",
        "https://flow.google.com/",
        "gs://bucket/prefix",
        "",
    ],
)
def test_given_no_project_of_the_site_when_looked_for_then_it_is_refused(place: str) -> None:
    with pytest.raises(InvalidInput):
        REAL.current_address(place, load_pack("flow-c"))


@pytest.mark.parametrize("path", ["/about?x=1", "/fx/tools/flow/about"])
def test_given_a_page_for_strangers_when_checked_then_the_session_is_gone(path: str) -> None:
    with pytest.raises(SiteBlocked) as caught:
        HERE.check_location(f"http://127.0.0.1:8000{path}")
    assert caught.value.failure.code == "session_expired"


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1:8001", "elsewhere.test"])
def test_given_another_host_when_checked_then_the_site_has_moved(host: str) -> None:
    with pytest.raises(SiteChanged) as caught:
        HERE.check_location(f"http://{host}/project/{ID}")
    assert caught.value.failure.code == "site_moved"


def test_given_an_address_with_a_token_when_plain_then_it_is_gone() -> None:
    assert plain_address("https://flow.test/project/1?token=abc#d") == "https://flow.test/project/1"
