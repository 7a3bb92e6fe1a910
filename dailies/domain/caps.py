"""How many credits may be spent, and what a purchase that passes a cap is told."""

from dataclasses import dataclass

from dailies.domain.errors import CapReached


@dataclass(frozen=True)
class Caps:
    """The most credits of a job, of its account in a day (UTC), of all accounts in a day; None for no limit."""

    job: int | None = None
    account_day: int | None = None
    all_day: int | None = None


@dataclass(frozen=True)
class Spent:
    """The credits that are spent, or reserved for a purchase under way, in each of the three."""

    job: int = 0
    account_day: int = 0
    all_day: int = 0


@dataclass(frozen=True)
class _Rule:
    code: str
    limit: int | None
    spent: int
    whose: str
    advice: str

    @property
    def left(self) -> int | None:
        return None if self.limit is None else max(0, self.limit - self.spent)


def credits_left(caps: Caps, spent: Spent) -> int | None:
    """Give the credits that one more purchase may cost; None where nothing limits it."""
    return min((left for rule in _rules(caps, spent) if (left := rule.left) is not None), default=None)


def cap_reached(caps: Caps, spent: Spent, price: int) -> CapReached | None:
    """Say which cap a purchase of that price would pass; None when it may be made."""
    for rule in _rules(caps, spent):
        if rule.left is not None and price > rule.left:
            return CapReached(
                f"The price is above what {rule.whose} has left: {rule.left} of {rule.limit} credits.",
                code=rule.code,
                advice=rule.advice,
            )
    return None


def not_charged(credits_quoted: int, outputs: int, disclaimed: int) -> int:
    """Give the share of a price that the site said it did not charge, for that many of the outputs."""
    return credits_quoted * min(disclaimed, outputs) // max(outputs, 1)


def _rules(caps: Caps, spent: Spent) -> tuple[_Rule, ...]:
    later = "It goes on by itself after midnight UTC; raise the cap to go on now."
    return (
        _Rule("cap_job", caps.job, spent.job, "the job", "Allow the job more credits, then retry it."),
        _Rule("cap_account", caps.account_day, spent.account_day, "the account's day", later),
        _Rule("cap_day", caps.all_day, spent.all_day, "the day of all accounts", later),
    )
