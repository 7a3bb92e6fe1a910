"""What is kept of a failure shows the page and not whose it is."""

import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from dailies.domain.errors import SiteBlocked

from .studio import Studio

pytestmark = pytest.mark.browser
Run = Callable[[Any], Any]


def all_texts(studio: Studio) -> str:
    with zipfile.ZipFile(studio.evidence / "trace.zip") as trace:
        traced = [trace.read(name).decode() for name in trace.namelist()]
    return "\n".join([(studio.evidence / "page.html").read_text("utf-8"), *traced])


def test_given_a_failure_when_kept_then_no_secret_is_in_it(failed: tuple[Studio, list[str]]) -> None:
    studio, secrets = failed
    texts = all_texts(studio)
    assert [secret for secret in secrets if secret in texts] == []
    assert len(secrets) >= 4


def test_given_a_failure_when_kept_then_the_page_is_still_of_use(failed: tuple[Studio, list[str]]) -> None:
    html = (failed[0].evidence / "page.html").read_text("utf-8")
    assert "flow-prompt-box" in html
    assert "<script" not in html


def test_given_a_failure_when_kept_then_the_trace_tells_the_steps(failed: tuple[Studio, list[str]]) -> None:
    with zipfile.ZipFile(failed[0].evidence / "trace.zip") as trace:
        assert {name.split(".")[-1] for name in trace.namelist()} == {"trace", "network"}
        (steps,) = [trace.read(name) for name in trace.namelist() if name.endswith(".trace")]
    calls = [json.loads(line) for line in steps.splitlines()]
    assert any(call.get("method") == "click" for call in calls)


def test_given_a_challenge_when_signing_in_then_it_is_left_to_a_person_and_what_was_typed_is_nowhere(
    studio: Studio, run: Run
) -> None:
    wrong = studio.site.account(challenge="314159")
    with pytest.raises(SiteBlocked) as caught:
        run(studio.driver(credentials=wrong).ensure_signed_in())
    assert caught.value.failure.code == "sign_in_challenge"
    kept = {path.name for path in studio.evidence.iterdir()}
    html = (studio.evidence / "page.html").read_text("utf-8")
    assert kept == {"screenshot.png", "page.html"}
    assert wrong.email not in html
    assert wrong.password.get_secret_value() not in html
