"""What the tests of the gallery rest on: that a page which does wrong fails them."""

import pytest
from playwright.sync_api import Browser

from infra.local.config import StageState
from tests.stage.client import wait_for
from tests.web.axe import serious_violations
from tests.web.gallery import visiting

pytestmark = [pytest.mark.stage, pytest.mark.browser]

_WRONGS = """
console.error("said aloud");
setTimeout(() => { throw new Error("thrown by a script"); });
document.body.setAttribute("style", "color: red");
try { document.body.innerHTML = "<b>from text</b>"; } catch {}
fetch("https://elsewhere.invalid/").catch(() => {});
"""
_COMPLAINTS = (
    "console: said aloud",
    "script: thrown by a script",
    "policy: style-src-attr",
    "policy: require-trusted-types-for",
    "policy: connect-src",
)


def test_given_a_page_that_does_wrong_when_the_visit_ends_then_each_wrong_fails_the_test(
    browser: Browser, stage: StageState
) -> None:
    with (
        pytest.raises(AssertionError, match="the browser complained") as failed,
        visiting(browser, stage.url) as gallery,
    ):
        page = gallery.open("/downloads")
        page.evaluate(_WRONGS)
        wait_for("complaints", lambda: page.evaluate("true") and len(gallery.complaints) >= len(_COMPLAINTS))
    assert not [wrong for wrong in _COMPLAINTS if wrong not in str(failed.value)]


def test_given_a_button_without_a_name_and_a_pale_text_when_axe_looks_then_it_finds_both(
    browser: Browser, stage: StageState
) -> None:
    with visiting(browser, stage.url, bypass_csp=True, color_scheme="light") as gallery:
        page = gallery.open("/downloads")
        page.get_by_role("heading", level=1).evaluate("heading => heading.style.color = '#ddd'")
        page.get_by_role("main").evaluate("main => main.append(document.createElement('button'))")
        found = {violation["id"] for violation in serious_violations(page)}
    assert found == {"button-name", "color-contrast"}
