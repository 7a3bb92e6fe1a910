"""What the admin can choose for an account, seen over HTTP."""

import json
from pathlib import Path

import pytest

import infra.local.flow.labels as labels_module
from infra.local.flow.labels import load_labels

from .visitor import CLIP, Owner, Visitor

_PAGES = Path(labels_module.__file__).parent


def test_given_an_account_when_changed_then_only_that_has_changed(owner: Owner, visitor: Visitor) -> None:
    before = visitor.http.get("/api/account").json()
    owner.change(visitor.email, generation="A", credits=7).raise_for_status()
    after = visitor.http.get("/api/account").json()
    assert {name for name in after if after[name] != before[name]} == {"generation", "credits"}


@pytest.mark.parametrize(
    ("change", "status"),
    [({"generation": "D"}, 422), ({"colour": "red"}, 422), ({"email": "nobody@example.test"}, 404)],
)
def test_given_a_senseless_change_when_asked_then_it_is_refused(
    owner: Owner, visitor: Visitor, change: dict[str, str], status: int
) -> None:
    body = {"email": visitor.email, **change}
    assert owner.http.patch("/__admin/accounts", json=body).status_code == status


@pytest.mark.parametrize(
    ("generation", "path", "script"),
    [
        ("A", "/fx/tools/flow/project/", "/static/a/js/project.js"),
        ("B", "/fx/tools/flow/project/", "/static/b/js/project.js"),
        ("C", "/project/", "/static/js/project.js"),
    ],
)
def test_given_a_generation_when_a_project_is_opened_then_its_own_page_comes(
    owner: Owner, visitor: Visitor, generation: str, path: str, script: str
) -> None:
    owner.change(visitor.email, generation=generation)
    page = visitor.http.get(f"/project/{visitor.project}", follow_redirects=True)
    assert (page.status_code, page.url.path, script in page.text) == (200, path + visitor.project, True)


def test_given_a_migrated_account_when_the_old_address_is_opened_then_it_is_moved_for_good(
    visitor: Visitor,
) -> None:
    answer = visitor.http.get(f"/fx/tools/flow/project/{visitor.project}")
    assert (answer.status_code, answer.headers["location"]) == (308, f"/project/{visitor.project}")


def test_given_nobody_when_an_old_address_is_opened_then_it_leads_to_the_old_about(owner: Owner) -> None:
    answer = owner.http.get("/fx/tools/flow")
    assert (answer.status_code, answer.headers["location"]) == (302, "/fx/tools/flow/about")


def test_given_no_duration_row_when_seconds_are_sent_then_8_are_kept_and_bought(
    owner: Owner, visitor: Visitor
) -> None:
    owner.change(visitor.email, duration_row=False)
    kept = visitor.http.put("/api/settings", json={**CLIP, "seconds": 4}).json()
    owner.fault("stuck")
    visitor.submit("a cat", {**CLIP, "seconds": 4})
    assert (kept["seconds"], owner.actions("submission")[0]["settings"]["seconds"]) == (8, 8)


@pytest.mark.parametrize(("offered", "status"), [(True, 201), (False, 422)])
def test_given_the_lower_priority_tier_when_not_of_the_cohort_then_it_is_not_sold(
    owner: Owner, visitor: Visitor, offered: bool, status: int
) -> None:
    owner.change(visitor.email, lower_priority=offered)
    owner.fault("stuck")
    name = "Veo 3.1 - Lite [Lower Priority]"
    names = [model["name"] for model in visitor.http.get("/api/account").json()["models"]]
    assert (name in names, visitor.submit("a cat", {**CLIP, "model": name}).status_code) == (offered, status)


def test_given_a_language_when_asked_then_the_page_gets_its_labels(owner: Owner, visitor: Visitor) -> None:
    owner.change(visitor.email, language="de")
    assert visitor.http.get("/api/account").json()["labels"]["Start generation"] == "Generierung starten"


def test_given_the_languages_when_compared_then_each_translates_the_same_labels() -> None:
    portuguese, german = (set(load_labels()[language]) for language in ("pt", "de"))
    assert portuguese == german


def test_given_the_scripts_of_the_pages_when_read_then_every_label_is_translated() -> None:
    scripts = "\n".join(path.read_text(encoding="utf-8") for path in _PAGES.glob("c/js/*.js"))
    said = {json.loads(part.partition('"')[0].join('""')) for part in scripts.split('say("')[1:]}
    assert said <= set(load_labels()["de"])


def test_given_a_slow_account_when_it_asks_then_only_it_has_to_wait(
    owner: Owner, visitor: Visitor, password: str
) -> None:
    owner.add_account("quick@example.test", password)
    owner.change(visitor.email, slow=10)
    with Visitor(owner.url, "quick@example.test", password) as quick:
        fast = min(quick.http.get("/api/account").elapsed.total_seconds() for _ in range(10))
    slow = visitor.http.get("/api/account").elapsed.total_seconds()
    assert slow > 0.25 > fast
