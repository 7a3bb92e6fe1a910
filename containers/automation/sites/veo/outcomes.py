"""What became of each output, decided from how the operation ended and what lies in storage."""

from collections.abc import Mapping, Sequence

from containers.automation.order import Outcome
from containers.automation.sites.veo.bucket import Stored
from containers.automation.sites.veo.filters import ANY_FILTER, filter_verdict
from containers.automation.sites.veo.operation import Ended
from containers.automation.sites.veo.refusals import operation_failure
from containers.automation.sites.veo.wording import plain
from dailies.domain.failure import Failure
from dailies.domain.verdicts import VERDICTS


def number_clips(ended: Ended, stored: Sequence[Stored], bucket: str) -> dict[int, Stored]:
    """Number what the operation made by name, the same at every look; what no longer lies there is left out."""
    there = {f"gs://{bucket}/{one.name}": one for one in stored}
    return {number: there[uri] for number, uri in enumerate(ended.uris, start=1) if uri in there}


def outcomes_of(ended: Ended, clips: Mapping[int, Stored], outputs: int) -> tuple[Outcome, ...]:
    """Tell each output's fate from how the operation ended; filtered ones come after those that were made."""
    if ended.error_code is not None:
        failure = operation_failure(ended.error_code, ended.error_message).failure
        return _failed(failure, 1, outputs)
    made = tuple(
        Outcome(output=number, failure=None if number in clips else _gone())
        for number in range(1, len(ended.uris) + 1)
    )
    return made + _filtered(ended.reasons, len(made) + 1, outputs)


def outcomes_by_storage(clips: Mapping[int, Stored], outputs: int) -> tuple[Outcome, ...]:
    """Tell from storage alone, where no operation can be asked any more."""
    made = tuple(Outcome(output=number) for number in sorted(clips))
    missing = Failure(
        code="unknown",
        detail="The provider stored no clip for this output and its operation cannot be asked any more.",
        charged=None,
    )
    return made + _failed(missing, len(made) + 1, outputs)


def _filtered(reasons: Sequence[str], first: int, outputs: int) -> tuple[Outcome, ...]:
    """Give the outputs that the filters held back: fewer clips than asked for always means that."""
    held = []
    for number in range(first, outputs + 1):
        place = number - first
        reason = reasons[min(place, len(reasons) - 1)] if reasons else ""
        verdict = filter_verdict(reason) if reason else VERDICTS[ANY_FILTER]
        text = plain(reason) or "The provider held this output back without a reason."
        failure = verdict.error(text, disclaimed=True).failure
        held.append(Outcome(output=number, failure=failure, account_wide=verdict.account_wide))
    return tuple(held)


def _failed(failure: Failure, first: int, outputs: int) -> tuple[Outcome, ...]:
    verdict = VERDICTS.get(failure.code)
    wide = verdict is not None and verdict.account_wide
    return tuple(
        Outcome(output=number, failure=failure, account_wide=wide) for number in range(first, outputs + 1)
    )


def _gone() -> Failure:
    return Failure(
        code="clip_gone",
        detail="The provider made this clip and it no longer lies in the storage.",
        charged=True,
        advice="Check the lifecycle rules of the bucket; another take must be bought.",
    )
