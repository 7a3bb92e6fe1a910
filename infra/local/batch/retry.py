"""The decision after an attempt: done, once more, or failed. Pure."""

from dataclasses import dataclass
from enum import StrEnum

from infra.local.batch.requests import ExitRule, RetryStrategy

CONTAINER_EXITED = "Essential container in task exited"
TIMED_OUT = "Job attempt duration exceeded timeout"


@dataclass(frozen=True)
class Ending:
    """How an attempt ended; `final` when another attempt is out of the question (timeout, terminated)."""

    exit_code: int | None
    reason: str = ""
    status_reason: str = CONTAINER_EXITED
    final: bool = False


class Verdict(StrEnum):
    """What becomes of the job."""

    SUCCEEDED = "SUCCEEDED"
    RETRY = "RETRY"
    FAILED = "FAILED"


def decide(ending: Ending, attempts_made: int, strategy: RetryStrategy) -> Verdict:
    """Judge the ending of attempt number `attempts_made`; a failure that no rule matches is retried."""
    if ending.final:
        return Verdict.FAILED
    if ending.exit_code == 0:
        return Verdict.SUCCEEDED
    if attempts_made >= strategy.attempts:
        return Verdict.FAILED
    rule = next((rule for rule in strategy.evaluate_on_exit if _matches(rule, ending)), None)
    return Verdict.FAILED if rule is not None and rule.action == "EXIT" else Verdict.RETRY


def _matches(rule: ExitRule, ending: Ending) -> bool:
    code = "" if ending.exit_code is None else str(ending.exit_code)
    conditions = (
        (rule.on_exit_code, code),
        (rule.on_reason, ending.reason),
        (rule.on_status_reason, ending.status_reason),
    )
    named = [(pattern, text) for pattern, text in conditions if pattern is not None]
    return bool(named) and all(_fits(pattern, text) for pattern, text in named)


def _fits(pattern: str, text: str) -> bool:
    # AWS knows one wildcard: an asterisk at the end.
    if pattern.endswith("*"):
        return text.startswith(pattern[:-1])
    return text == pattern
