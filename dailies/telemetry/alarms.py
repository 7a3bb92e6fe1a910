"""What calls a person: each alarm with its limit, how long it must hold, and what is then to be done."""

from dataclasses import dataclass
from enum import StrEnum

from dailies.telemetry.boards import Statistic
from dailies.telemetry.metrics import NAMESPACE

MINUTES = 60


class Missing(StrEnum):
    """What no measurement means; the values are CloudWatch's words."""

    FINE = "notBreaching"
    AS_BEFORE = "ignore"
    """The last measurement holds until there is another one."""
    UNKNOWN = "missing"
    """The watch itself is silent: people are told of that too."""


@dataclass(frozen=True)
class Term:
    """One number that an alarm reads in each period."""

    metric: str
    statistic: Statistic
    namespace: str = NAMESPACE


@dataclass(frozen=True)
class Alarm:
    """Raised when the number is above the limit in so many periods, one after the other."""

    name: str
    says: str
    """What happened and what to do, for whoever is woken."""
    terms: tuple[tuple[str, Term], ...]
    """Each under the name that the formula has for it."""
    limit: float
    formula: str = ""
    """Empty where the one term is the number."""
    period_seconds: int = 5 * MINUTES
    periods: int = 1
    missing: Missing = Missing.FINE


def _alone(metric: str, statistic: Statistic, namespace: str = NAMESPACE) -> tuple[tuple[str, Term], ...]:
    return (("value", Term(metric, statistic, namespace)),)


LEAST_UNITS = 5
"""Of fewer in a quarter of an hour, one failure says nothing about the rate."""

ALARMS = (
    Alarm(
        "ErrorRate",
        "More than 10 % of the work fails, prompts that the site refuses not counted. See failures by category.",
        (
            ("failed", Term("UnitFailures", Statistic.SUM)),
            ("ended", Term("UnitFailures", Statistic.COUNT)),
        ),
        limit=10,
        formula=f"IF(ended >= {LEAST_UNITS}, 100 * failed / ended, 0)",
        period_seconds=15 * MINUTES,
    ),
    Alarm(
        "StuckWork",
        "Work is held without a sign of life, or the minutely reconciler is silent. See its log.",
        _alone("Stuck", Statistic.MAXIMUM),
        limit=0,
        periods=2,
        missing=Missing.UNKNOWN,
    ),
    Alarm(
        "BlockedSession",
        "An account waits for a person: `dailies session` says which, and signs in again.",
        _alone("BlockedAccounts", Statistic.MAXIMUM),
        limit=0,
        missing=Missing.AS_BEFORE,
    ),
    Alarm(
        "DeadLetters",
        "An event could not be handled however often it was tried. Read it, mend the cause, send it back.",
        _alone("ApproximateNumberOfMessagesVisible", Statistic.MAXIMUM, "AWS/SQS"),
        limit=0,
    ),
    Alarm(
        "OldestItem",
        "Something could be worked on and has waited for two hours. See the wait for a machine, and the accounts.",
        _alone("QueueAge", Statistic.MAXIMUM),
        limit=2 * 3600,
        missing=Missing.AS_BEFORE,
    ),
    Alarm(
        "CanaryRed",
        "A check walked to the paid button and did not get there: `dailies flow check` shows the step.",
        _alone("CheckFailures", Statistic.MAXIMUM),
        limit=0,
        missing=Missing.AS_BEFORE,
    ),
    Alarm(
        "SpendPerDay",
        "More credits were spent today (UTC) than is usual here. `DailyCredits` sets a cap that holds.",
        _alone("CreditsToday", Statistic.MAXIMUM),
        limit=2000,
        missing=Missing.AS_BEFORE,
    ),
)
SPEND = "SpendPerDay"
"""Its limit is the stack's parameter `AlertCredits`; the one here is its default."""
