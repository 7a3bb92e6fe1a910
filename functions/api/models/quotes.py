"""The answer to a dry run."""

from datetime import date
from typing import Literal, Self

from pydantic import BaseModel

from dailies.domain.failure import Failure
from dailies.domain.options import Provider
from dailies.domain.preflight import PreflightWarning
from dailies.domain.quote import CapLeft, Quote


class QuoteAnswer(BaseModel):
    """What starting a job would cost, what stands against it, and what may go wrong; nothing was started."""

    started: Literal[False] = False
    provider: Provider
    model: str
    item_count: int
    clips: int
    credits_each: int
    """For one clip."""
    credits: int
    """At most: on the dearest plan. The site's own quote is read again before each purchase."""
    least_credits: int
    """The same on the cheapest plan."""
    usd: str | None
    """For a provider that bills money, such as `22.40`."""
    prices_of: date
    """When the prices were last compared with the provider's own."""
    caps: list[CapLeft]
    allowed: bool
    refusals: list[Failure]
    """Why a start would be refused."""
    warnings: list[PreflightWarning]
    """The first 100 of what may cost a take; starting passes them over."""
    warning_count: int

    @classmethod
    def of(cls, quote: Quote) -> Self:
        """Show a quote."""
        money = None if quote.usd is None else f"{quote.usd:.2f}"
        fields = quote.model_dump(exclude={"items", "usd"})
        return cls(**fields, item_count=quote.items, usd=money)
