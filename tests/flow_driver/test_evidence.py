"""What is kept of a failure shows the page and not whose it is."""

import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest

from dailies.domain.errors import SiteBlocked, SiteFailure

from .studio import Studio

pytestmark = pytest.mark.browser
Run = Callable[[Any], Any]


def all_texts(studio: Studio) -> str:
    with zipfile.ZipFile(studio.evidence / "trace.zip") as trace:
        traced = [trace.read(name).decode() for name in trace.namelist()]
    return "\n".join([(studio.evidence / "page.html").read_text("utf-8"), *traced])


@pytest.fixture(scope="module")
def failed(open_studio: Callable[[], Studio], run: Run) -> tuple[Studio, list[str]]:
    """Let a signed-in take fail, and give what must not be found."""
    studio = open_studio()

    async def work() -> list[str]:
        driver = studio.driver()
        await driver.ensure_signed_in()
        state = await driver.storage_state()
        assert state is not None
        with pytest.raises(SiteFailure):
            async with driver.take(studio.evidence) as take:
                await take.prepare(studio.order(max_credits=1, prompt="Write to bob@mail.example, dog"))
        stored = [e["value"] for origin in state.get("origins", []) for e in origin.get("localStorage", [])]
        return [str(cookie["value"]) for cookie in state.get("cookies", [])] + stored

    secrets = run(work())
    account = studio.account
    return studio, [*secrets, account.email, account.password.get_secret_value(), "bob@mail.example"]


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


def test_given_a_sign_in_that_fails_when_kept_then_what_was_typed_is_nowhere(
    studio: Studio, run: Run
) -> None:
    wrong = studio.site.account(challenge="314159")
    with pytest.raises(SiteBlocked):
        run(studio.driver(credentials=wrong).ensure_signed_in())
    kept = {path.name for path in studio.evidence.iterdir()}
    html = (studio.evidence / "page.html").read_text("utf-8")
    assert kept == {"screenshot.png", "page.html"}
    assert wrong.email not in html
    assert wrong.password.get_secret_value() not in html
