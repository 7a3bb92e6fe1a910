"""Waiting for a check of the generating site, and its finding in words."""

from collections.abc import Iterator
from dataclasses import replace

from dailies.cli.answers import Check, CheckStarted
from dailies.cli.desk import Desk
from dailies.cli.errors import Unfinished
from dailies.cli.rows import sentence
from dailies.cli.waiting import follow

PATIENCE_SECONDS = 15 * 60.0
"""A check takes minutes; a batch that drives the site with the same account goes first."""


def await_check(desk: Desk, started: CheckStarted) -> Check:
    """Wait for the finding of a check that was asked for; Unfinished when it ends without one."""
    seen = follow(
        lambda: desk.client.last_check(started.account),
        lambda check: _is_found(check, started) or not check.under_way,
        lambda _check: None,
        replace(desk.patience, seconds=PATIENCE_SECONDS),
    )
    if not _is_found(seen, started):
        raise Unfinished(
            "The check ended without a finding: the account is busy.",
            code="check_unfinished",
            subject=started.account,
            retryable=True,
            advice="Ask again when the batch that works with the account is done.",
        )
    return seen


def finding(check: Check) -> Iterator[str]:
    """Say what a check found: one sentence, and where to look when the site changed."""
    if check.passed:
        price = "" if check.quote is None else f"; one take would cost {check.quote} credits"
        yield f"Passed with {check.pack}{price}. Nothing was spent."
        return
    place = f"Flow changed at step {check.step!r}" if check.step else "The check failed"
    pack = f" (pack {check.pack})" if check.pack else ""
    yield f"{place}{pack}: {sentence(check.failure)}"
    for kept in check.evidence:
        yield f"  {kept.name}: {kept.url}"


def _is_found(check: Check, started: CheckStarted) -> bool:
    return check.checked_at is not None and check.checked_at >= started.asked_at
