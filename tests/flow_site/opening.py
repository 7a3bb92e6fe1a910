"""A project of an older generation, open in a browser that was signed in elsewhere; and what both share."""

import re
from pathlib import Path
from typing import Any

from playwright.sync_api import FileChooser, Locator, Page, expect

from .visitor import Owner, Visitor

expect.set_options(timeout=30_000)
EMAIL = "walker@example.test"
ROOT = "/fx/tools/flow"


def open_project(page: Page, owner: Owner, password: str, generation: str, **profile: Any) -> Page:
    """Make an account of that generation and show its new project, with cookie and marker."""
    owner.add_account(EMAIL, password, generation=generation, **{"plan": "ultra", "credits": 50, **profile})
    with Visitor(owner.url, EMAIL, password) as visitor:
        cookies = [{"name": n, "value": v, "url": owner.url} for n, v in visitor.http.cookies.items()]
        marker = visitor.http.get("/api/account").json()["marker"]
        page.context.add_cookies(cookies)  # type: ignore[arg-type]
        page.context.add_init_script(f"localStorage.setItem('flow.marker', '{marker}')")
        page.goto(f"{ROOT}/project/{visitor.project}")
    submit_button(page).wait_for()
    return page


def submit_button(page: Page) -> Locator:
    """Give the button of the paid click, by the one word that no language changes."""
    return page.locator("button[type=submit]:has(i:text-is('arrow_forward'))")


def tiles(page: Page) -> Locator:
    """Give the tiles that are in the document."""
    return page.locator("[data-tile-id]")


def choose_file(page: Page, entry: Locator, path: Path) -> None:
    """Hand a file to the chooser that a click opens."""
    with page.expect_file_chooser() as chooser:
        entry.click()
    value: FileChooser = chooser.value
    value.set_files(path)


def search(page: Page, name: str) -> Locator:
    """Search the library until it has the picture: fresh ones are missed at first."""
    option = page.get_by_role("dialog").get_by_role("option", name=name)
    field = page.get_by_label("Search assets")
    for _ in range(5):
        with page.expect_response(re.compile(rf"/assets\?q={name}")):
            field.fill("")
            field.fill(name)
        if option.count():
            break
    return option
