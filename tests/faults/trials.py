"""Which faults the main job meets, and beside what: one item for each, those that suit each other on one account."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

ONCE = {"times": 1}


@dataclass(frozen=True)
class Trial:
    """One item and the fault that it meets."""

    fault: str
    rule: Mapping[str, Any] = field(default_factory=dict)
    """When the fault strikes, beside the account and, where the site can tell, the prompt."""


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
    """Let each fault strike the first time only."""
    return tuple(Trial(fault, ONCE) for fault in faults)


def always(*faults: str) -> tuple[Trial, ...]:
    """Let each fault strike every time."""
    return tuple(Trial(fault) for fault in faults)


def alone(*faults: str, **about: Any) -> list[Group]:
    """Give each fault, striking every time, an account of its own."""
    return [Group((Trial(fault),), **about) for fault in faults]


_TILES = Group(
    (
        *always("stuck"),
        *once("download_lost", "submit_reply_lost", "high_demand", "audio_filtered"),
        *once("transient_unknown", "transient_video", "transient_image"),
        *always("prominent_people", "policy", "policy_terms", "minors", "policy_current_events"),
        *always("unknown_message", "charged_failure", "queued_notice", "blank_tile", "no_audio"),
    )
)
_TOO_QUICK = Group(
    (
        *once("throttled", "throttled_notice", "download_reset", "download_poster", "download_empty"),
        *always("download_404"),
    )
)
"""What only slows the account down, beside what only spoils a file."""

DRIFTING = Group(
    (
        Trial("labels_pt", {"attempts": [2]}),
        Trial("labels_de", {"attempts": [4]}),
        Trial("shuffled_classes", {"attempts": [6]}),
        Trial("no_duration_row", {"attempts": [8]}),
        Trial("cookie_bar", {"attempts": [5]}),
        Trial("changelog", {"attempts": [6]}),
        Trial("agent_mode_on", {"attempts": [7]}),
        Trial("slow", {"attempts": [16]}),
    ),
    contexts=1,
)
"""One context takes them in this order, each with two visits and one page of a project, after the visit to sign in.

What changed for one item stays for those after it, as it does at the site.
"""

_ORDERED_UPLOADS = Group(
    (
        Trial("upload_unanswered", {"attempts": [1]}),
        Trial("minors_upload", {"attempts": [3]}),
        Trial("stale_asset", {"attempts": [2]}),
    ),
    contexts=1,
)
"""One context takes them in this order: the first item's picture is uploaded twice, the second's refused."""

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
    return Group((Trial(fault, ONCE),), options={"outputs": wanted}, profile={"settings": settings})


_OTHER_GENERATIONS = (
    *once("upload_unanswered", "submit_reply_lost", "one_of_two_fails", "high_demand", "download_reset"),
)


def _of_generation(generation: str) -> list[Group]:
    two = {"outputs": 2}
    return [
        Group(_OTHER_GENERATIONS, generation, contexts=1, options=two),
        Group(once("session_lost"), generation, options=two, person_acts=True),
    ]


GROUPS = [
    _TILES,
    *_of_generation("A"),
    *_of_generation("B"),
    DRIFTING,
    Group(once("session_lost"), person_acts=True),
    Group(once("session_lost_at_submit"), person_acts=True),
    Group(once("unusual_activity", "unusual_activity_notice"), person_acts=True),
    _TOO_QUICK,
    Group(once("quota_daily", "quota_daily_notice")),
    Group(
        (*once("one_of_two_fails"), *always("upscale_fails")), options={"outputs": 2, "resolution": "1080p"}
    ),
    _ORDERED_UPLOADS,
    Group((Trial("search_misses", {"times": 2}),)),
    _reverting("model_reverts", model="Omni 1.1 Flash", seconds=10),
    _reverting("aspect_reverts", aspect="16:9"),
    _reverting("count_reverts", wanted=2, outputs=1),
    *alone("rights_dialog", "credits", "settings_hidden", "agent_only", "moved_host", "page_changed"),
    *alone("generation_a", "generation_b", known_pack="flow-c"),
    *alone("generation_c", generation="B", known_pack="flow-b"),
    *alone("frame_confirmation", options={"image_use": "frames"}),
    *alone("no_1080p", options={"resolution": "1080p"}),
]
"""Those that take longest come first."""
