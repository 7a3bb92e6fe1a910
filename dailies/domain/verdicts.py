"""What a provider's answers mean: category, retry, charge, and words that help; the rows are data."""

from importlib.resources import files
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

from dailies.domain.advice import advice_of
from dailies.domain.errors import SiteBlocked, SiteBusy, SiteFailure, SiteRefused

QUEUED = "queued"
UNKNOWN = "unknown"

_KINDS: dict[str, type[SiteFailure]] = {
    "busy": SiteBusy,
    "refused": SiteRefused,
    "blocked": SiteBlocked,
    "failed": SiteFailure,
}


class Verdict(BaseModel):
    """What one category of message means for the item and for the account."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    category: str
    kind: Literal["busy", "refused", "blocked", "failed"]
    retryable: bool
    charged: bool | None
    """None where only the tile's disclaimer can tell."""
    account_wide: bool
    advice: dict[str, str]
    """By language: `en`, `vi`."""

    def error(self, text: str, *, disclaimed: bool = False, subject: str | None = None) -> SiteFailure:
        """Make the error to raise; `disclaimed` says that the site wrote that it did not charge."""
        charged = False if disclaimed else self.charged
        return _KINDS[self.kind](
            text,
            code=self.category,
            subject=subject,
            charged=charged,
            retryable=self.retryable and charged is False,
            advice=self.advice["en"],
        )


def _load() -> dict[str, Verdict]:
    text = (files("dailies.domain") / "verdicts.json").read_text(encoding="utf-8")
    return {row.category: row for row in TypeAdapter(list[Verdict]).validate_json(text)}


VERDICTS = _load()


def advice_in(code: str, language: str) -> str | None:
    """Give what to do about a failure of that code, in that language; None where there are no words for it."""
    verdict = VERDICTS.get(code)
    return (verdict.advice.get(language) if verdict else None) or advice_of(code, language)
