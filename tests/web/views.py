"""What there is to see in the gallery, and how each page and dialog is brought up, whatever language it speaks."""

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Page, Route

from tests.web.new_job import drop
from tests.web.scenes import scene

_PROMPTS = (
    "A trawler leaves the harbour at dawn\nNeon on wet asphalt, slow dolly in\nMist drifts between the pines"
)
_SETTLED = """
() => {
  const isSeen = (element) => {
    const { top, bottom } = element.getBoundingClientRect();
    return bottom > 0 && top < innerHeight;
  };
  return !document.querySelector(".skeleton:not(.tile), .page-loading")
    && [...document.images].filter(isSeen).every((image) => image.complete)
    && [...document.querySelectorAll("dialog video")].every((video) => video.readyState > 1);
}
"""
_CALM = """
() => {
  for (const dialog of document.querySelectorAll("dialog[open]")) dialog.close();
  document.activeElement?.blur();
  scrollTo(0, 0);
}
"""


@dataclass(frozen=True)
class View:
    """One thing to see: the address, a sign that it is there, and what a person does then."""

    name: str
    path: str
    sign: str
    """A selector."""
    act: Callable[[Page], None] | None = None
    is_narrow: bool = False
    """Shows nothing new on a wide screen."""

    def show(self, page: Page) -> None:
        """Bring it up, and wait until nothing is missing any more."""
        page.evaluate(_CALM)
        page.keyboard.press("Escape")
        page.evaluate("path => { location.hash = path; }", self.path)
        page.locator(self.sign).first.wait_for()
        if self.act:
            self.act(page)
        page.mouse.move(0, 0)
        page.wait_for_function(_SETTLED)


def empty_views() -> tuple[View, ...]:
    """Give what somebody sees who has just begun."""
    return (
        View("empty-new", "/new", ".drop.large"),
        View("empty-jobs", "/jobs", ".empty"),
        View("empty-downloads", "/downloads", ".empty"),
        View("missing", "/nowhere", ".empty"),
    )


def working_views(job: str, draft: str) -> tuple[View, ...]:
    """Give what somebody sees who works; `job` has takes, `draft` has files."""
    page, take = f"/jobs/{job}", "[data-testid=take]"
    return (
        View("queue", "/jobs", "[data-testid=job]"),
        View("job", page, take),
        View("chosen", page, take, _choose),
        View("upscale", page, take, _press("u", "[data-reason]")),
        View("download", page, take, _press("d", "#folder")),
        View("take", page, take, _look),
        View("edit", page, take, _click(".card-edit", "#edit-prompt")),
        View("keys", page, take, _press("?", ".keys")),
        View("cancel", page, take, _click(".job-head .end .button:last-child", "dialog .danger")),
        View("timeline", f"{page}?view=timeline", ".event"),
        View("draft", f"/jobs/{draft}", ".draft-file"),
        View("downloads", "/downloads", "[data-testid=download]"),
        View("session", "/session", "[data-testid=account]"),
        View("new", "/new", ".new-job", _compose),
        View("options", "/new", ".options", _scroll_to(".options"), is_narrow=True),
        View("prompts", "/new", ".drop-actions", _type_prompts),
    )


def lost_views() -> tuple[View, ...]:
    """Give what somebody sees whose connection or sign-in ended; nothing can be asked of the API afterwards."""
    return (
        View("offline", "/jobs", ".queue-row", _go_offline),
        View("signed-out", "/jobs", ".queue-row", _sign_out),
    )


def price_views() -> tuple[View, ...]:
    """Give what somebody sees before paying; each time it leaves a draft behind."""
    return (View("price", "/new", ".new-job", _ask_price),)


def _press(key: str, sign: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.keyboard.press(key)
        page.locator(sign).first.wait_for()

    return act


def _click(button: str, sign: str) -> Callable[[Page], None]:
    def act(page: Page) -> None:
        page.locator(button).first.click()
        page.locator(sign).wait_for()

    return act


def _scroll_to(selector: str) -> Callable[[Page], None]:
    return lambda page: page.locator(selector).evaluate("part => part.scrollIntoView()")


def _choose(page: Page) -> None:
    for key in ("ArrowRight", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight"):
        page.keyboard.press(key)
    page.locator(".take.chosen").nth(2).wait_for()


def _look(page: Page) -> None:
    page.locator("[data-testid=take] .poster").first.click()
    page.locator("[data-testid=large-take]").nth(1).wait_for()


def _compose(page: Page) -> None:
    drop(page, {f"still-{number:02d}.jpg": scene(number) for number in range(3)})
    page.locator(".thumb img").nth(2).wait_for()
    for number, prompt in enumerate(_PROMPTS.splitlines()):
        page.locator(".row textarea").nth(number).fill(prompt)
    page.locator("h1").click()


def _type_prompts(page: Page) -> None:
    page.locator(".drop-actions button").click()
    page.locator("#prompts").fill(_PROMPTS)


def _ask_price(page: Page) -> None:
    _compose(page)
    page.locator(".send .primary").click()
    page.locator("[data-testid=quote]").wait_for()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")


def _go_offline(page: Page) -> None:
    page.context.set_offline(True)
    # An answer under way may still arrive; the countdown is there once a request has failed.
    page.locator(".banner[data-state=offline] .banner-wait").wait_for()


def _sign_out(page: Page) -> None:
    page.context.route("**/oauth2/token", _refuse)
    page.context.route("**/api/**", _refuse)
    page.context.set_offline(False)
    page.locator(".banner[data-state=signed-out]").wait_for()


def _refuse(route: Route) -> None:
    route.fulfill(status=401, json={"title": "Unauthorized", "status": 401, "code": "unauthenticated"})
