"""What an error of Google's endpoints means, decided from its numbers and words."""

import re

from pydantic import BaseModel, ConfigDict

from containers.automation.sites.veo.filters import find_filter
from containers.automation.sites.veo.wording import plain
from dailies.domain.errors import SiteBlocked, SiteFailure
from dailies.domain.verdicts import UNKNOWN, VERDICTS

_DAILY = re.compile(r"per[ _-]?day|daily", re.IGNORECASE)
_HTTP_OF_RPC = {3: 400, 4: 504, 5: 404, 7: 403, 8: 429, 9: 400, 13: 500, 14: 503, 16: 401}
"""The HTTP status of each google.rpc code that is seen here."""


class Answer(BaseModel):
    """An error as the provider tells it."""

    model_config = ConfigDict(frozen=True)

    status: int
    """The HTTP status."""
    message: str = ""


def refusal(answer: Answer, *, charged: bool | None) -> SiteFailure:
    """Turn an HTTP error into ours; `charged` says what is known of the money for this purchase."""
    if answer.status in {401, 403}:
        return unauthorised(charged=charged)
    if answer.status == 429:
        verdict = VERDICTS["quota_daily" if _DAILY.search(answer.message) else "throttled"]
        return _known(verdict.error(plain(answer.message) or "Too many requests."), charged)
    if answer.status >= 500 or answer.status == 408:
        return unavailable(f"the provider answered {answer.status}", charged=charged)
    if (verdict_of_filter := find_filter(answer.message)) is not None:
        return _known(verdict_of_filter.error(plain(answer.message)), charged)
    if answer.status == 404:
        return SiteFailure(
            f"The provider does not know this: {plain(answer.message)}",
            code="model_unavailable",
            charged=charged,
            retryable=False,
            advice="Check that the model is offered in the location of the Google Cloud project.",
        )
    return SiteFailure(
        f"The provider refused the request: {plain(answer.message)}",
        code="request_refused",
        charged=charged,
        retryable=False,
        advice="Change what the message names; nothing is tried again by itself.",
    )


def submit_unclear(why: str) -> SiteFailure:
    """Say that the paid request may have been taken: it is looked up before anything else is bought."""
    return SiteFailure(
        f"The paid request was sent and its answer did not come: {why}",
        code="submit_unclear",
        charged=None,
        retryable=True,
        advice="The storage is looked at again before anything else is bought.",
    )


def unavailable(why: str, *, charged: bool | None) -> SiteFailure:
    """Say that the provider cannot be reached now."""
    return SiteFailure(
        f"The provider cannot be reached: {why}",
        code="site_unavailable",
        charged=charged,
        retryable=True,
        advice="It is tried again by itself.",
    )


def unauthorised(*, charged: bool | None) -> SiteBlocked:
    """Say that the credentials are not taken; the provider's own words name the account, so they are left out."""
    return SiteBlocked(
        "The provider does not take the service account's credentials.",
        code="veo_unauthorised",
        charged=charged,
        retryable=True,
        advice="Check the key, the roles on project and bucket, and that billing is on.",
    )


def operation_failure(code: int, message: str) -> SiteFailure:
    """Turn the error of an ended operation into ours: nothing was delivered, so nothing is billed."""
    if (verdict := find_filter(message)) is not None:
        return verdict.error(plain(message), disclaimed=True)
    status = _HTTP_OF_RPC.get(code, 0)
    if status in {429, 503}:  # an accepted request that no machine was free for
        return VERDICTS["high_demand"].error(plain(message), disclaimed=True)
    if status in {500, 504}:
        return VERDICTS["transient_unknown"].error(plain(message), disclaimed=True)
    return VERDICTS[UNKNOWN].error(plain(message), disclaimed=True)


def _known(error: SiteFailure, charged: bool | None) -> SiteFailure:
    error.failure = error.failure.model_copy(update={"charged": charged})
    return error
