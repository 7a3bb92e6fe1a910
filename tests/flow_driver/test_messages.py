"""The site's sentences and what each means: the golden table."""

import pytest

from containers.automation.sites.flow.messages import classify
from containers.automation.sites.flow.pack import load_pack
from dailies.domain.errors import SiteBlocked, SiteBusy, SiteFailure, SiteRefused
from dailies.domain.verdicts import VERDICTS

# text, category, retryable, charged without a disclaimer, account-wide, error class
GOLDEN = [
    (
        "Flow is currently experiencing high demand, affecting video generation. Requests may need to be retried",
        "high_demand", True, False, False, SiteBusy,
    ),
    (
        "Your video has been scheduled and is waiting in the queue due to high demand.",
        "queued", False, None, False, SiteBusy,
    ),
    (
        "This prompt might violate our policies about generating prominent people. Please try a different prompt",
        "prominent_people", False, False, False, SiteRefused,
    ),
    (
        "This generation might violate our policies. Please try a different prompt or send feedback.",
        "policy", False, False, False, SiteRefused,
    ),
    ("This prompt violates our terms of service.", "policy", False, False, False, SiteRefused),
    (
        "This prompt might violate our policies about generating harmful content related to minors.",
        "minors", False, False, False, SiteRefused,
    ),
    ("We do not allow uploads of minors at this time", "minors_upload", False, False, False, SiteRefused),
    (
        "This may cause reputational risk or misrepresent current events",
        "policy_current_events", False, False, False, SiteRefused,
    ),
    ("Audio Generation Failed", "audio_filtered", True, False, False, SiteFailure),
    ("You're requesting generations too quickly", "throttled", True, False, True, SiteBusy),
    ("We noticed some unusual activity", "unusual_activity", False, False, True, SiteBlocked),
    ("You've reached the daily limit", "quota_daily", True, False, True, SiteBusy),
    ("reached the daily limit", "quota_daily", True, False, True, SiteBusy),
    ("Insufficient credits warning", "credits", True, False, True, SiteBlocked),
    ("Oops, something went wrong!", "transient_unknown", False, None, False, SiteFailure),
    ("Something went wrong", "transient_unknown", False, None, False, SiteFailure),
    ("Couldn't generate video", "transient_unknown", False, None, False, SiteFailure),
    ("Couldn\u2019t generate video", "transient_unknown", False, None, False, SiteFailure),
    ("Sorry, this image failed to generate.", "transient_unknown", False, None, False, SiteFailure),
    ("policy violation", "policy", False, False, False, SiteRefused),
    ("content filter", "content_filter", False, False, False, SiteRefused),
    ("high demand", "high_demand", True, False, False, SiteBusy),
    ("The moon is in the wrong house today.", "unknown", False, None, False, SiteFailure),
    ("", "unknown", False, None, False, SiteFailure),
]  # fmt: skip


@pytest.mark.parametrize(("text", "category", "retryable", "charged", "account_wide", "kind"), GOLDEN)
def test_given_a_sentence_when_classified_then_the_table_holds(
    *,
    text: str,
    category: str,
    retryable: bool,
    charged: bool | None,
    account_wide: bool,
    kind: type[SiteFailure],
) -> None:
    verdict = classify(text, load_pack("flow-c").messages)
    error = verdict.error(text)
    failure = error.failure
    assert (verdict.category, failure.retryable, failure.charged, verdict.account_wide, type(error)) == (
        category, retryable, charged, account_wide, kind,
    )  # fmt: skip


def test_given_a_disclaimer_when_the_reason_is_vague_then_it_is_free_and_can_be_retried() -> None:
    failure = VERDICTS["transient_unknown"].error("Something went wrong", disclaimed=True).failure
    assert (failure.charged, failure.retryable) == (False, True)


def test_given_a_disclaimer_when_the_sentence_is_new_then_it_is_still_never_retried() -> None:
    failure = VERDICTS["unknown"].error("The moon …", disclaimed=True).failure
    assert (failure.charged, failure.retryable) == (False, False)


def test_given_line_breaks_and_capitals_when_classified_then_they_make_no_difference() -> None:
    text = "FLOW is currently\n   experiencing HIGH\tdemand"
    assert classify(text, load_pack("flow-c").messages).category == "high_demand"


@pytest.mark.parametrize("category", sorted(VERDICTS))
def test_given_any_category_when_told_then_it_advises(category: str) -> None:
    assert VERDICTS[category].advice
