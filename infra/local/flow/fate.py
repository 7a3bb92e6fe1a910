"""What will become of one output, decided from the faults that strike its submission."""

from collections.abc import Mapping, Sequence

from pydantic import BaseModel, ConfigDict

from infra.local.flow.faults import Strike

_FAILS_AFTER_SECONDS = 10.0
_BLANK_SECONDS = 1.0


class Fate(BaseModel):
    """The course of one output; times in virtual seconds."""

    model_config = ConfigDict(frozen=True)

    message: str | None = None
    """Why it fails, in the page's words; None when it does not."""
    charged: bool = False
    """Whether a failure is charged all the same, and does not say otherwise."""
    fails_after: float = _FAILS_AFTER_SECONDS
    hold_seconds: float = 0.0
    blank_seconds: float = _BLANK_SECONDS
    stuck: bool = False
    audio: bool = True


def decide_fate(strikes: Sequence[Strike], output: int, messages: Mapping[str, str]) -> Fate:
    """Fold the strikes into the fate of output number `output`; the first failure wins."""
    changes: dict[str, object] = {}
    for strike in strikes:
        if "output" in strike.params and int(strike.params["output"]) != output:
            continue
        if strike.effect == "fail" and "message" not in changes:
            key = str(strike.params.get("message", strike.name))
            changes["message"] = str(strike.params.get("text") or messages[key])
            changes["charged"] = bool(strike.params.get("keeps_charge", False))
            changes["fails_after"] = float(strike.params.get("after", _FAILS_AFTER_SECONDS))
        elif strike.effect == "hold":
            changes["hold_seconds"] = float(strike.params["seconds"])
        elif strike.effect == "blank":
            changes["blank_seconds"] = float(strike.params["seconds"])
        elif strike.effect == "stick":
            changes["stuck"] = True
        elif strike.effect == "silence":
            changes["audio"] = False
    return Fate.model_validate(changes)
