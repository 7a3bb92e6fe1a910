"""The gallery's files: an allow-list of addresses, and a policy under which nothing foreign runs."""

import httpx2
import pytest

from infra.web import content_security_policy, gallery_files
from infra.web_packages import WEB, ensure_packages


def test_given_the_root_when_opened_then_the_page_comes_under_a_strict_policy(door: httpx2.Client) -> None:
    answer = door.get("/")
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    policy = answer.headers["content-security-policy"]
    assert "require-trusted-types-for 'script'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_given_a_script_when_fetched_then_it_carries_the_policy_that_a_worker_made_of_it_keeps(
    door: httpx2.Client,
) -> None:
    answer = door.get("/gallery/js/app.js")
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["content-security-policy"] == content_security_policy()


def test_given_a_file_that_the_browser_has_when_asked_again_then_304_without_a_body(
    door: httpx2.Client,
) -> None:
    tag = door.get("/gallery/css/tokens.css").headers["etag"]
    answer = door.get("/gallery/css/tokens.css", headers={"if-none-match": tag})
    assert (answer.status_code, answer.content) == (304, b"")


@pytest.mark.parametrize(
    "name",
    ["package.json", "package-lock.json", "index.html", "js/", "js", "vendor/axe-core/axe.js", "js/app.py"],
)
def test_given_a_name_that_is_not_listed_when_asked_then_404(door: httpx2.Client, name: str) -> None:
    assert door.get(f"/gallery/{name}").status_code == 404


@pytest.mark.parametrize("name", ["js/%2e%2e/package.json", "..%2fweb%2fpackage.json"])
def test_given_a_name_that_climbs_out_when_asked_then_400(door: httpx2.Client, name: str) -> None:
    assert door.get(f"/gallery/{name}").status_code == 400


def test_given_the_list_of_files_when_compared_with_the_disk_then_each_is_there() -> None:
    ensure_packages()
    missing = [name for name, path in gallery_files().items() if not path.is_file()]
    assert not missing


def test_given_the_page_when_read_then_every_file_that_it_links_is_on_the_list() -> None:
    page = (WEB / "index.html").read_text(encoding="utf-8")
    linked = {part.split('"', 1)[0] for part in page.split('="gallery/')[1:]}
    assert linked
    assert not linked - gallery_files().keys()


def test_given_objects_on_another_host_when_the_policy_is_made_then_they_may_be_shown_and_sent_to() -> None:
    rules = dict(
        rule.split(" ", 1) for rule in content_security_policy("https://objects.example").split("; ")
    )
    may = {name for name, sources in rules.items() if "https://objects.example" in sources}
    assert may == {"img-src", "media-src", "connect-src"}
