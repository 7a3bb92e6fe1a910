"""One step of a take: what breaks in it becomes one of our errors, says what it cost, and leaves evidence."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

from playwright.async_api import Error as PageError
from playwright.async_api import TimeoutError as PageTimeout

from containers.automation.sites.flow.evidence import Recorder
from dailies.domain.errors import SiteChanged, SiteFailure
from dailies.domain.verdicts import VERDICTS

_GONE = ("has been closed", "crashed", "disconnected", "Connection closed")


@asynccontextmanager
async def step(
    recorder: Recorder,
    name: str,
    *,
    charged: bool | None,
    explain: Callable[[], Awaitable[None]],
    traced: bool = True,
) -> AsyncIterator[None]:
    """Run one step; a failure of ours in it costs `charged`, and `explain` may raise a better reason for it."""
    try:
        if traced:
            await recorder.begin(name)
        yield
    except (SiteFailure, PageError) as error:
        await recorder.keep()
        failure = error if isinstance(error, SiteFailure) else _translated(error, name)
        raise _priced(await _explained(failure, explain), charged) from error


async def _explained(failure: SiteFailure, explain: Callable[[], Awaitable[None]]) -> SiteFailure:
    """Give the reason behind a page that looks changed, where the page itself shows one."""
    if not isinstance(failure, SiteChanged):
        return failure
    try:
        await explain()
    except SiteFailure as reason:
        return reason
    except PageError:
        return failure
    return failure


def _priced(error: SiteFailure, charged: bool | None) -> SiteFailure:
    """Put the step's charge on an error that is not the site's own verdict."""
    failure = error.failure
    if failure.code in VERDICTS or failure.charged is not False:
        return error
    return type(error)(
        failure.detail,
        code=failure.code,
        subject=failure.subject,
        charged=charged,
        retryable=failure.retryable,
        advice=failure.advice,
    )


def _translated(error: PageError, name: str) -> SiteFailure:
    words = error.message.splitlines()[0] if error.message else "no reason given"
    if any(sign in words for sign in _GONE):
        return SiteFailure(f"the browser was lost while it did: {name}", code="browser_lost")
    if isinstance(error, PageTimeout):
        return SiteChanged(f"the page did not answer while it did: {name}", subject=name)
    return SiteFailure(f"the page failed while it did: {name}", subject=name)
