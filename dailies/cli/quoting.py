"""What a job would cost, shown before it is started."""

from dailies.cli.answers import Quote
from dailies.cli.desk import Desk
from dailies.cli.errors import Unfinished
from dailies.cli.screen import Screen
from dailies.cli.showing import show_warnings
from dailies.domain.failure import Failure


def quote(desk: Desk, job: str, *, strict: bool) -> Quote:
    """Ask for the quote of a draft and show it; with `strict` raises Unfinished that names each warning."""
    found = desk.client.quote_job(job)
    show_quote(desk.screen, found)
    if strict and found.warnings:
        raise Unfinished(
            f"{found.warning_count} warnings; nothing was started.",
            code="warnings",
            advice="Change what is said of each, or run without --strict.",
            problems=[
                Failure(code=each.code, detail=each.detail, subject=each.subject, advice=each.advice)
                for each in found.warnings
            ],
        )
    return found


def show_quote(screen: Screen, found: Quote) -> None:
    """Show the price, what is left of each limit, what stands against a start, and what may go wrong."""
    screen.say(f"{found.item_count} items, {found.clips} clips with {found.model}: {price(found)}")
    if other := found.failover:
        most = f"{other.usd} USD" if other.usd is not None else f"{other.credits} credits"
        screen.say(f"If all of it fails over to {other.provider}: {most}")
    if found.caps:
        lines = [(_whose(cap.of, cap.account), str(cap.limit), str(cap.left)) for cap in found.caps]
        screen.table(("limit of", "credits", "left"), lines)
    for refusal in found.refusals:
        screen.say(f"Cannot be started: {refusal.detail} {refusal.advice or ''}".strip())
    show_warnings(screen, found.warnings)
    if found.warning_count > len(found.warnings):
        screen.say(f"… and {found.warning_count - len(found.warnings)} more warnings.")


def price(found: Quote) -> str:
    """Say what it costs, in money or in credits."""
    checked = f"(prices of {found.prices_of})"
    if found.usd is not None:
        return f"{found.usd} USD {checked}"
    if found.least_credits < found.credits:
        return f"{found.least_credits} to {found.credits} credits, by the account's plan {checked}"
    return f"{found.credits} credits {checked}"


def _whose(of: str, account: str | None) -> str:
    return {"job": "the job", "day": "the day"}.get(of) or f"account {account or '?'}, the day"
