"""The provider's long-running operation: begun by the one paid request, and asked for until it ended."""

import asyncio
from collections.abc import Callable
from time import monotonic
from typing import TYPE_CHECKING, Any

import httpx2
from pydantic import BaseModel, ConfigDict

from containers.automation.sites.veo.connection import Connection
from containers.automation.sites.veo.refusals import (
    Answer,
    refusal,
    submit_unclear,
    unavailable,
)
from dailies.domain.errors import SiteFailure

if TYPE_CHECKING:
    from google.genai import types

_NEVER_SENT = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout)
_PASSING = frozenset({408, 429})


class Ended(BaseModel):
    """How an operation ended."""

    model_config = ConfigDict(frozen=True)

    uris: tuple[str, ...] = ()
    filtered: int = 0
    reasons: tuple[str, ...] = ()
    error_code: int | None = None
    """A google.rpc code."""
    error_message: str = ""


async def begin(
    connection: Connection,
    model: str,
    source: "types.GenerateVideosSource",
    config: "types.GenerateVideosConfig",
) -> str:
    """Send the paid request once and give the operation's name; `charged=None` where it may have been taken."""
    from google.genai import errors  # noqa: PLC0415 - heavy

    await connection.access.headers()  # a refused key must be told apart from a lost answer
    try:
        begun = await connection.api.models.generate_videos(model=model, source=source, config=config)
    except _NEVER_SENT as error:
        raise unavailable(type(error).__name__, charged=False) from error
    except errors.APIError as error:
        if error.code >= 500 or error.code in {408, 499} or error.code < 400:
            raise submit_unclear(f"the provider answered {error.code}") from error
        raise refusal(_answer_of(error), charged=False) from error
    except (httpx2.HTTPError, ValueError) as error:
        raise submit_unclear(type(error).__name__) from error
    if not begun.name:
        raise submit_unclear("the provider named no operation")
    return begun.name


async def follow(connection: Connection, name: str, given_up: Callable[[], bool]) -> Ended | None:
    """Ask until the operation ended; `stuck` after the budget.

    None where the provider does not know it and `given_up` says that it never will: they forget old ones.
    """
    deadline = monotonic() + connection.pace.longest
    while True:
        trouble: SiteFailure | None = None
        try:
            operation = await _ask(connection, name)
            if operation is not None and operation.done:
                return _ended(operation)
            if operation is None and given_up():
                return None
        except SiteFailure as failed:
            if failed.failure.code != "site_unavailable":
                raise
            trouble = failed
        if monotonic() > deadline:
            raise trouble or stuck()
        await asyncio.sleep(connection.pace.poll)


def stuck() -> SiteFailure:
    """Say that a generation did not end within the longest time."""
    return SiteFailure(
        "The provider did not end the generation in time.",
        code="stuck",
        charged=None,
        retryable=True,
        advice="The operation is looked at again before anything else is bought.",
    )


async def _ask(connection: Connection, name: str) -> "types.GenerateVideosOperation | None":
    from google.genai import errors, types  # noqa: PLC0415 - heavy

    await connection.access.headers()
    try:
        named = types.GenerateVideosOperation.model_validate({"name": name})
        return await connection.api.operations.get(named)
    except errors.APIError as error:
        if error.code == httpx2.codes.NOT_FOUND:
            return None
        if error.code in _PASSING:
            raise unavailable(f"it answered {error.code}", charged=None) from error
        raise refusal(_answer_of(error), charged=None) from error
    except (httpx2.HTTPError, ValueError) as error:
        raise unavailable(type(error).__name__, charged=None) from error


def _ended(operation: "types.GenerateVideosOperation") -> Ended:
    if operation.error:
        failed: dict[str, Any] = operation.error
        return Ended(error_code=int(failed.get("code") or 0), error_message=str(failed.get("message") or ""))
    response = operation.response
    videos = (response.generated_videos if response else None) or []
    uris = [one.video.uri for one in videos if one.video and one.video.uri]
    return Ended(
        uris=tuple(sorted(uris)),
        filtered=(response.rai_media_filtered_count if response else None) or 0,
        reasons=tuple((response.rai_media_filtered_reasons if response else None) or ()),
    )


def _answer_of(error: Any) -> Answer:
    return Answer(status=error.code, message=str(error.message or "")[:2000])
