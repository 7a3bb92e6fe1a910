"""Error categories: what the many codes of failures are counted as, so that a metric has a bounded name."""

from collections.abc import Mapping
from functools import cache

OTHER = "other"

_GROUPS: Mapping[str, tuple[str, ...]] = {
    "session": (
        "session_expired", "account_blocked", "rights_dialog", "sign_in_challenge", "veo_unauthorised",
        "bad_session", "no_display", "window_closed",
    ),
    "site_changed": (
        "ui_changed", "site_moved", "page_missing", "settings_reverted", "generation_changed", "agent_only",
        "unexpected_tiles", "unexpected_clips", "check_failed", "check_timeout", "check_unfinished",
    ),
    "site_down": ("site_unavailable", "site_failed", "upload_unanswered", "stuck", "browser_lost"),
    "unclear": ("submit_unclear", "look_later", "other_account", "clip_gone", "nothing_recovered"),
    "download": ("download_failed", "checksum_mismatch"),
    "cap": ("cap_job", "cap_account", "cap_day", "price_above_limit", "counters_busy"),
    "choice": (
        "model_unavailable", "resolution_unavailable", "provider_missing", "plan_needed", "not_offered",
        "unknown_model", "account_unknown", "request_refused",
    ),
    "source": (
        "source_rejected", "truncated", "damaged", "unreadable", "unknown_type", "not_a_video", "no_frames",
        "no_video_stream", "too_many_frames", "too_many_pixels", "too_many_frames_per_second", "too_long",
        "too_large", "interlaced", "hdr_unsupported", "rotation_unsupported", "not_upscaled", "image_bomb",
        "already_at_target",
    ),
    "tool": (
        "media_failed", "tool_missing", "tool_stalled", "tool_crashed", "tool_too_slow", "encode_failed",
        "tool_output_too_large", "output_invalid", "thumbnail_failed",
    ),
    "machine": ("disk_full", "out_of_memory", "worker_crashed", "run_ended"),
    "storage": (
        "storage_failed", "not_found", "output_conflict", "object_exists", "object_too_large",
        "manifest_mismatch",
    ),
    "internal": ("internal",),
}  # fmt: skip


@cache
def categories() -> Mapping[str, str]:
    """Give the category of every known code; a provider's verdicts are categories of their own."""
    from dailies.domain.verdicts import VERDICTS  # noqa: PLC0415 - reads its rows at import

    grouped = {code: category for category, codes in _GROUPS.items() for code in codes}
    return {**grouped, **{category: category for category in VERDICTS}}


def category_of(code: str) -> str:
    """Give the category of a failure's code; `other` for one that nobody sorted yet."""
    return categories().get(code, OTHER)
