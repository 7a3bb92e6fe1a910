"""One step of a take: what breaks in it becomes one of our errors, says what it cost, and leaves evidence."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Protocol

from playwright.async_api import Error as PageError
from playwright.async_api import TimeoutError as PageTimeout

from containers.automation.sites.flow.evidence import Recorder
from dailies.domain.errors import SiteChanged, SiteFailure
from dailies.domain.verdicts import VERDICTS

_GONE = ("has been closed", "crashed", "disconnected", "Connection closed")


class Scene(Protocol):
    """The page that a step is done on."""

    doing: str
    """The act under way, for people; empty where the step is all there is."""

    async def explain(self) -> None:
        """Raise the real reason for a page that did not answer, where it shows one."""


@asynccontextmanager
async def step(
    recorder: Recorder,
    name: str,
    *,
    charged: bool | None,
    scene: Scene,
    traced: bool = True,
) -> AsyncIterator[None]:
    """Run one step; a failure of ours in it costs `charged`, and the scene may know a better reason for it."""
    try:
        if traced:
            await recorder.begin(name)
        yield
    except (SiteFailure, PageError) as error:
        act = f"{name}, {scene.doing}" if scene.doing else name
        await recorder.keep(act)
        failure = error if isinstance(error, SiteFailure) else _translated(error, act)
        reason = await _reason(scene) if _may_hide_another(error) else None
        raise _priced(reason or failure, charged) from error


def _may_hide_another(error: SiteFailure | PageError) -> bool:
    """Tell whether the page only did not do as expected, which a sign-out or a dialog also looks like."""
    return isinstance(error, PageError | SiteChanged)


async def _reason(scene: Scene) -> SiteFailure | None:
    """Give the reason behind a page that looks changed, where the page itself shows one."""
    try:
        await scene.explain()
    except SiteFailure as reason:
        return reason
    except PageError:
        return None
    return None


def _priced(error: SiteFailure, charged: bool | None) -> SiteFailure:
    """Put the step's charge on an error that is not the site's own verdict."""
    failure = error.failure
    if failure.code in VERDICTS or failure.charged is not False:
        return error
    return restated(error, charged=charged)


def restated(error: SiteFailure, **changes: Any) -> SiteFailure:
    """Give the same error with some of its facts changed."""
    failure = error.failure.model_copy(update=changes)
    return type(error)(**failure.model_dump())


def _translated(error: PageError, act: str) -> SiteFailure:
    words = error.message.splitlines()[0] if error.message else "no reason given"
    if any(sign in words for sign in _GONE):
        return SiteFailure(
            f"the browser was lost while it did: {act}",
            code="browser_lost",
            advice="It goes on by itself in a new browser; what was paid for is looked for first.",
        )
    if isinstance(error, PageTimeout):
        return SiteChanged(
            f"the page did not answer while it did: {act}",
            subject=act,
            advice="See the screenshot and run `dailies flow check`: when it passes, everything goes on by itself.",
        )
    return SiteFailure(
        f"the page failed while it did: {act}",
        code="site_failed",
        subject=act,
        advice="See the screenshot; the same request can work at the next try.",
    )
