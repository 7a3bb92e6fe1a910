"""What a job would cost, what stands against it and what may go wrong: worked out from data alone."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from decimal import Decimal
from itertools import islice
from typing import Literal

from pydantic import BaseModel, ConfigDict

from dailies.domain.accounts import Account, AccountState
from dailies.domain.catalogue import checked_on, find_model, least_credits, quote_credits, quote_usd
from dailies.domain.failure import Failure
from dailies.domain.ids import AccountName
from dailies.domain.options import Options, Provider
from dailies.domain.preflight import PreflightWarning, warnings
from dailies.domain.units import Item

SHOWN_WARNINGS = 100


class CapLeft(BaseModel):
    """One limit on spending and what is left of it, in credits."""

    model_config = ConfigDict(frozen=True)

    of: Literal["job", "account", "day"]
    account: AccountName | None = None
    limit: int
    spent: int
    """Or reserved for a purchase under way."""
    left: int


class FailoverPrice(BaseModel):
    """What the job would cost at most if all of it went to the other provider."""

    model_config = ConfigDict(frozen=True)

    provider: Provider
    credits: int
    usd: Decimal | None


class Quote(BaseModel):
    """What starting a job would mean."""

    model_config = ConfigDict(frozen=True)

    provider: Provider
    model: str
    items: int
    clips: int
    credits_each: int
    """For one clip."""
    credits: int
    """At most: on the dearest plan. The site's own quote is read again before each purchase."""
    least_credits: int
    """The same on the cheapest plan."""
    usd: Decimal | None
    """For a provider that bills money."""
    failover: FailoverPrice | None
    prices_of: date
    """When the prices were last compared with the provider's own."""
    caps: tuple[CapLeft, ...]
    allowed: bool
    refusals: tuple[Failure, ...]
    warnings: tuple[PreflightWarning, ...]
    """The first 100."""
    warning_count: int


def make_quote(
    options: Options, items: Sequence[Item], accounts: Sequence[Account], caps: Sequence[CapLeft]
) -> Quote:
    """Put a quote together; `accounts` are all that there are, none for a provider without."""
    count = len(items)
    price = quote_credits(options, count)
    usable = [account for account in accounts if options.account in {None, account.name}]
    against = refusals(options, count, accounts)
    said = [
        *_about_plan(options),
        *_about_accounts(usable),
        *_about_days(caps, price),
        *_about_items(items, options),
    ]
    return Quote(
        provider=options.provider,
        model=options.model,
        items=count,
        clips=count * options.outputs,
        credits_each=quote_credits(options.model_copy(update={"outputs": 1}), 1),
        credits=price,
        least_credits=least_credits(options, count),
        usd=quote_usd(options, count),
        failover=_failover_price(options, count),
        prices_of=checked_on(),
        caps=tuple(caps),
        allowed=not against,
        refusals=against,
        warnings=tuple(islice(said, SHOWN_WARNINGS)),
        warning_count=len(said),
    )


def _failover_price(options: Options, items: int) -> FailoverPrice | None:
    if options.failover is None:
        return None
    other = options.model_copy(update={"provider": options.failover})
    return FailoverPrice(
        provider=other.provider, credits=quote_credits(other, items), usd=quote_usd(other, items)
    )


def refusals(options: Options, items: int, accounts: Sequence[Account]) -> tuple[Failure, ...]:
    """Say why a job of that many items cannot be started as it stands; nothing when it can."""
    return (*_over_cap(options, items), *_no_such_account(options, accounts))


def _over_cap(options: Options, items: int) -> Iterator[Failure]:
    price, limit = least_credits(options, items), options.max_credits
    if limit is not None and price > limit:
        yield Failure(
            code="cap_job",
            subject="max_credits",
            detail=f"The job costs at least {price} credits and may cost {limit}.",
            advice="Allow it more credits, ask for fewer outputs, or choose a cheaper model.",
        )


def _no_such_account(options: Options, accounts: Sequence[Account]) -> Iterator[Failure]:
    of_flow = options.provider is Provider.FLOW
    if of_flow and options.account and options.account not in {account.name for account in accounts}:
        yield Failure(
            code="account_unknown",
            subject="account",
            detail=f"There is no account {options.account}.",
            advice="Name an account that is registered, or none to use all of them.",
        )


def _about_plan(options: Options) -> Iterator[PreflightWarning]:
    model = find_model(options.provider, options.model)
    plans = [plan for plan, lengths in model.credits.items() if options.duration in lengths]
    if plans == ["ultra"]:
        yield PreflightWarning(
            code="plan_needed",
            detail=f"{options.duration} seconds with {model.name} need an account of the Ultra plan.",
            advice="Use such an account, or choose another duration or model.",
        )


def _about_accounts(accounts: Sequence[Account]) -> Iterator[PreflightWarning]:
    if any(account.state is AccountState.READY for account in accounts):
        return
    for account in accounts:
        failure = account.failure
        why = failure.detail if failure else "A person must act."
        yield PreflightWarning(
            code="account_blocked",
            subject=account.name,
            detail=f"The account {account.name} cannot be worked with: {why}",
            advice=(failure and failure.advice) or "The job waits until a person acted.",
        )


def _about_days(caps: Sequence[CapLeft], price: int) -> Iterator[PreflightWarning]:
    for cap in caps:
        if cap.of != "job" and price > cap.left:
            whose = f"of account {cap.account}" if cap.account else "of all accounts"
            yield PreflightWarning(
                code="cap_account" if cap.account else "cap_day",
                subject=cap.account,
                detail=f"{cap.left} of {cap.limit} credits are left today {whose}; the job costs up to {price}.",
                advice="What is beyond goes on by itself after midnight UTC.",
            )


def _about_items(items: Iterable[Item], options: Options) -> Iterator[PreflightWarning]:
    """Warn of each item under its number, so that the one among hundreds is found."""
    for item in items:
        for found in warnings(item.prompt, (item.image, *item.more_images), options):
            yield found.model_copy(update={"detail": f"Item {item.number}: {found.detail}"})
