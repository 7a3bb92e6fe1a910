"""What the driver itself refuses before the paid click; nothing was sent or charged."""

from collections.abc import Sequence

from dailies.domain.errors import SiteChanged, SiteFailure


def settings_reverted(what: str) -> SiteFailure:
    """Make the error for a setting that did not stay."""
    return SiteFailure(
        f"the site did not keep a setting: {what}",
        code="settings_reverted",
        subject=what,
        advice="Nothing was sent or charged; it can be tried again.",
    )


def setting_unavailable(axis: str, value: str, offered: Sequence[str]) -> SiteFailure:
    """Make the error for a value that the site does not offer to this account."""
    choice = ", ".join(offered) or "no choice of it"
    return SiteFailure(
        f"the account is not offered {axis} {value}, but {choice}",
        code="model_unavailable" if axis == "model" else "setting_unavailable",
        subject=value,
        retryable=False,
        advice=f"Choose another {axis}, or an account that is offered this one.",
    )


def price_above_limit(asked: int, most: int) -> SiteFailure:
    """Make the error for a click that would cost more than it may, in credits."""
    return SiteFailure(
        f"the site asks {asked} credits where at most {most} are allowed",
        code="price_above_limit",
        retryable=False,
        advice="Allow more credits, or ask for fewer outputs or a cheaper model.",
    )


def unexpected_tiles(detail: str, *, charged: bool | None) -> SiteFailure:
    """Make the error for a project that somebody else seems to work in."""
    return SiteFailure(
        detail,
        code="unexpected_tiles",
        charged=charged,
        retryable=False,
        advice="Look at the project: somebody else may be working in it.",
    )


def agent_only() -> SiteChanged:
    """Make the error for an account whose composer is the agent's and cannot be switched."""
    return SiteChanged(
        "this account shows only the agent, which is not supported",
        code="agent_only",
        retryable=False,
        advice="Use an account that still has the classic composer.",
    )
