import pytest

from .conftest import FACTOR
from .visitor import Owner, Visitor, picture, wait_for


@pytest.mark.parametrize("path", ["/", "/project/00000000-0000-4000-8000-000000000000"])
def test_given_nobody_when_a_page_is_opened_then_it_leads_to_about(owner: Owner, path: str) -> None:
    answer = owner.http.get(path)
    assert (answer.status_code, answer.headers["location"]) == (302, "/about")


def test_given_a_wrong_password_when_signing_in_then_it_is_refused(owner: Owner, visitor: Visitor) -> None:
    answer = owner.http.post("/signin", data={"email": visitor.email, "password": "no"})
    assert answer.headers["location"] == "/signin?refused=1"
    assert owner.http.get("/api/account").status_code == 401


def test_given_a_short_session_when_time_passes_then_it_has_expired(owner: Owner, password: str) -> None:
    owner.add_account("brief@example.test", password, session_seconds=FACTOR * 0.5)
    with Visitor(owner.url, "brief@example.test", password) as other:
        assert wait_for(lambda: other.http.get("/api/account").status_code == 401)


def test_given_a_challenge_when_signing_in_then_only_the_code_lets_in(owner: Owner, password: str) -> None:
    owner.add_account("careful@example.test", password, challenge="246810")
    answer = owner.http.post("/signin", data={"email": "careful@example.test", "password": password})
    assert answer.headers["location"] == "/signin/challenge"
    refused = owner.http.post("/signin/challenge", data={"code": "1"})
    assert (refused.status_code, owner.http.get("/api/account").status_code) == (303, 401)
    owner.http.post("/signin/challenge", data={"code": "246810"})
    assert owner.http.get("/api/account").json()["email"] == "careful@example.test"


def test_given_settings_when_signed_in_again_then_they_have_stuck(
    owner: Owner, visitor: Visitor, password: str
) -> None:
    visitor.http.put("/api/settings", json={"mode": "video", "outputs": 3})
    with Visitor(owner.url, visitor.email, password) as other:
        assert other.http.get("/api/account").json()["settings"]["outputs"] == 3


def test_given_a_huge_upload_when_sent_then_it_is_refused(visitor: Visitor) -> None:
    assert visitor.upload(data=picture() + b"\0" * (20 * 1024 * 1024)).status_code == 400


def test_given_a_foreign_host_name_when_asked_then_it_is_refused(owner: Owner) -> None:
    assert owner.http.get("/about", headers={"Host": "evil.example"}).status_code == 400


def test_given_a_form_from_elsewhere_when_it_buys_then_it_is_refused(visitor: Visitor) -> None:
    answer = visitor.http.post(f"/api/projects/{visitor.project}/submissions", data={"prompt": "x"})
    assert answer.status_code == 400
