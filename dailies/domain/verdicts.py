"""What a provider's answers mean: category, retry, charge, and words that help."""

from dataclasses import dataclass

from dailies.domain.errors import SiteBlocked, SiteBusy, SiteFailure, SiteRefused


@dataclass(frozen=True)
class Verdict:
    """What one category of message means for the item and for the account."""

    category: str
    kind: type[SiteFailure]
    retryable: bool
    charged: bool | None
    """None where only the tile's disclaimer can tell."""
    account_wide: bool
    advice: str | None

    def error(self, text: str, *, disclaimed: bool = False, subject: str | None = None) -> SiteFailure:
        """Make the error to raise; `disclaimed` says that the site wrote that it did not charge."""
        charged = False if disclaimed else self.charged
        return self.kind(
            text,
            code=self.category,
            subject=subject,
            charged=charged,
            retryable=self.retryable and charged is False,
            advice=self.advice,
        )


def _final(category: str, advice: str) -> Verdict:
    return Verdict(category, SiteRefused, False, False, False, advice)


QUEUED = "queued"
UNKNOWN = "unknown"

_VERDICTS = (
    Verdict("high_demand", SiteBusy, True, False, False, "It is tried again by itself after a wait."),
    Verdict(QUEUED, SiteBusy, True, None, False, "The site has it in its queue; keep waiting."),
    _final("prominent_people", "Take names and likenesses of well-known people out of prompt and image."),
    _final("policy", "Reword the prompt or use another image: the site's policies stand against this one."),
    _final("minors", "Use a prompt and an image without children."),
    _final("minors_upload", "Use an image that shows no children."),
    _final("policy_current_events", "Take real persons and current events out of the prompt."),
    _final("content_filter", "Reword the prompt or use another image: the site filters this content."),
    Verdict(
        "audio_filtered", SiteFailure, True, False, False, "The sound failed; the same request can work."
    ),
    Verdict("throttled", SiteBusy, True, False, True, "The account asks too quickly; it must slow down."),
    Verdict(
        "unusual_activity",
        SiteBlocked,
        False,
        False,
        True,
        "Open the site by hand with this account and see what it asks; nothing more is sent until then.",
    ),
    Verdict("quota_daily", SiteBusy, True, False, True, "The day's limit is used up; go on after the reset."),
    Verdict("credits", SiteBlocked, True, False, True, "Top up the credits or choose a cheaper model."),
    Verdict(
        "transient_unknown", SiteFailure, True, None, False, "The site gave no reason; try it once more."
    ),
    Verdict(UNKNOWN, SiteFailure, False, None, False, "The site said something new; look at the screenshot."),
)
VERDICTS = {verdict.category: verdict for verdict in _VERDICTS}
