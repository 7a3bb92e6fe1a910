"""The answer to a dry run."""

from datetime import date
from decimal import Decimal
from typing import Literal, Self

from pydantic import BaseModel

from dailies.domain.failure import Failure
from dailies.domain.options import Provider
from dailies.domain.preflight import PreflightWarning
from dailies.domain.quote import CapLeft, FailoverPrice, Quote


class FailoverAnswer(BaseModel):
    """What the job would cost at most if all of it went to the other provider."""

    provider: Provider
    credits: int
    usd: str | None

    @classmethod
    def of(cls, price: FailoverPrice) -> Self:
        """Show a price."""
        return cls(provider=price.provider, credits=price.credits, usd=_money(price.usd))


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
    failover: FailoverAnswer | None
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
        fields = quote.model_dump(exclude={"items", "usd", "failover"})
        other = FailoverAnswer.of(quote.failover) if quote.failover else None
        return cls(**fields, item_count=quote.items, usd=_money(quote.usd), failover=other)


def _money(usd: Decimal | None) -> str | None:
    # A text, since no program should count money in binary fractions.
    return None if usd is None else f"{usd:.2f}"
