"""Which faults the main job meets, and beside what: as few containers as keep one fault's traces from another's."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

Rule = Mapping[str, Any]
"""When a fault strikes, beside the account and, where the site can tell, the prompt."""
ONCE: Rule = {"times": 1}
ALWAYS: Rule = {}


def at(*attempts: int) -> Rule:
    """Let a fault strike at these of its occasions, counted for the whole account."""
    return {"attempts": attempts}


@dataclass(frozen=True)
class Trial:
    """One item, and what it meets: one fault, or several that a job gets round one after the other."""

    faults: Mapping[str, Rule]


@dataclass(frozen=True)
class Group:
    """Items of one job, made with one account in the same containers."""

    trials: tuple[Trial, ...]
    generation: str = "C"
    contexts: int = 5
    options: Mapping[str, Any] = field(default_factory=dict)
    profile: Mapping[str, Any] = field(default_factory=dict)
    """How the site serves the account from the start."""
    known_pack: str | None = None
    """The pack that worked for the account before."""
    person_acts: bool = False
    """Whether somebody does what a blocked account asks for, or nobody comes."""


def once(*faults: str) -> tuple[Trial, ...]:
    """Give each fault an item of its own, and let it strike the first time only."""
    return tuple(Trial({fault: ONCE}) for fault in faults)


def always(*faults: str) -> tuple[Trial, ...]:
    """Give each fault an item of its own, and let it strike every time."""
    return tuple(Trial({fault: ALWAYS}) for fault in faults)


def alone(*faults: str, **about: Any) -> list[Group]:
    """Give each fault, striking every time, an account of its own."""
    return [Group((trial,), **about) for trial in always(*faults)]


_TRIED_AGAIN = Group(
    (
        *always("stuck"),
        *once("submit_reply_lost", "high_demand", "audio_filtered"),
        *once("transient_unknown", "transient_video", "transient_image"),
    )
)

_ENDED_AT_ONCE = Group(
    (
        Trial(
            {
                "download_404": {**at(1), "params": {"seconds": 1e9}},
                "download_reset": at(2),
                "download_poster": at(3),
                "download_empty": at(4),
                "download_lost": at(5),
            }
        ),
        *once("throttled", "throttled_notice"),
        *always("prominent_people", "policy", "policy_terms", "minors", "policy_current_events"),
        *always("unknown_message", "charged_failure"),
        Trial({"queued_notice": ALWAYS, "blank_tile": ALWAYS, "no_audio": ALWAYS}),
    )
)

DRIFTING = Group(
    (
        Trial(
            {
                "labels_pt": at(2),
                "cookie_bar": at(1),
                "changelog": at(1),
                "upload_unanswered": at(1),
                "search_misses": {"times": 2},
            }
        ),
        Trial({"labels_de": at(4), "shuffled_classes": at(4), "agent_mode_on": at(2), "stale_asset": at(2)}),
        Trial({"minors_upload": at(4)}),
        Trial({"no_duration_row": at(8), "slow": at(8)}),
    ),
    contexts=1,
)
"""One context takes them in this order, each with two visits, one page of a project and one upload.

The visit to sign in comes before, the first item's picture is uploaded twice, and the third's is refused, so nothing
is attached. What changed for one item stays for those after it, as it does at the site.
"""

_READY = {
    "mode": "video",
    "submode": "ingredients",
    "aspect": "9:16",
    "model": "Veo 3.1 - Fast",
    "seconds": 8,
}
"""Settings that need no change: the fault then strikes at the one that does."""


def _reverting(fault: str, *, wanted: int = 1, **different: object) -> Group:
    settings = {**_READY, "outputs": wanted, **different}
    return Group(once(fault), options={"outputs": wanted}, profile={"settings": settings})


_LARGER = Group(
    (
        *once("one_of_two_fails"),
        Trial({"upscale_fails": ALWAYS, "frame_confirmation": at(4)}),
        Trial({"no_1080p": at(6)}),
    ),
    contexts=1,
    options={"outputs": 2, "resolution": "1080p", "image_use": "frames"},
)

_SIGNED_OUT = Group(once("session_lost", "session_lost_at_submit"), contexts=1, person_acts=True)


def _older(generation: str) -> Group:
    """Meet what each generation's own pages make of a fault: sign-in, upload, tiles, reopening and download.

    The first item's picture is uploaded before and after somebody signs in.
    """
    trials = (
        *once("session_lost_at_submit"),
        Trial({"upload_unanswered": at(3), "download_reset": ONCE}),
        *once("submit_reply_lost", "one_of_two_fails"),
    )
    return Group(trials, generation, contexts=1, options={"outputs": 2}, person_acts=True)


GROUPS = [
    _TRIED_AGAIN,
    _older("A"),
    _older("B"),
    _ENDED_AT_ONCE,
    DRIFTING,
    _SIGNED_OUT,
    Group(once("unusual_activity", "unusual_activity_notice"), person_acts=True),
    Group(once("quota_daily", "quota_daily_notice")),
    _LARGER,
    _reverting("model_reverts", model="Omni 1.1 Flash", seconds=10),
    _reverting("aspect_reverts", aspect="16:9"),
    _reverting("count_reverts", wanted=2, outputs=1),
    *alone("settings_hidden", "agent_only", "page_changed", "moved_host", "rights_dialog", "credits"),
    *alone("generation_a", "generation_b", known_pack="flow-c"),
    *alone("generation_c", generation="B", known_pack="flow-b"),
]
"""Those that take longest come first."""


def number_of(group: Group, place: int) -> int:
    """Count the items of all groups, from 1: the faults that one item met have rows of the same number."""
    before = GROUPS[: GROUPS.index(group)]
    return sum(len(each.trials) for each in before) + place + 1
