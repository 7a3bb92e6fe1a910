"""What the programs of a running stage did so far, in the words of rights."""

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from pathlib import Path

from infra.local.config import StageState
from infra.local.emulator import ACCOUNT
from infra.local.privilege.calls import read_calls
from infra.local.privilege.grants import Grant
from infra.local.privilege.needs import Need, Place, needs
from tests.stage.client import wait_for
from tests.stage.rights import Program


class Deeds:
    """The record of all calls, read anew each time: programs go on writing it."""

    def __init__(self, stage: StageState, folder: Path, programs: Sequence[Program]) -> None:
        """Take the stage, where its programs write their calls down, and who they are."""
        outputs = stage.outputs
        self._place = Place(stage.region, ACCOUNT, outputs["StateMachineArn"], outputs["SessionKey"])
        self._folder = folder
        self._named = {program.principal: program.name for program in programs}
        self.awaited: list[tuple[str, Grant]] = []
        """Program and right for each use that was waited for: what every run comes by."""

    def read(self) -> Mapping[str, AbstractSet[Need]]:
        """Give what each program did, by its name."""
        found: defaultdict[str, set[Need]] = defaultdict(set)
        for call in read_calls(self._folder):
            found[self._named[call.principal]] |= needs(call, self._place)
        return found

    def has(self, program: str, action: str, resource: str = "*") -> bool:
        """Tell whether a program did that, on a resource that fits the pattern."""
        asked = Grant(action, resource)
        return any(asked.covers(need) for need in self.read().get(program, ()))

    def wait_for(
        self, program: str, action: str, resource: str = "*", *, asking: Callable[[], object] | None = None
    ) -> None:
        """Wait until a program did that; `asking` gives it one more reason each time."""

        def done() -> bool:
            if asking is not None:
                asking()
            return self.has(program, action, resource)

        self.awaited.append((program, Grant(action, resource)))
        wait_for(f"{program}: {action} {resource}", done)
