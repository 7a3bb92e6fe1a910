"""The action log: what visitors did, for tests to read."""

from collections import deque
from typing import Any

from dailies import clock

_KEPT = 20_000  # a run that logs more has a loop in it


class Journal:
    """Actions in order, the oldest dropped when there are too many."""

    def __init__(self) -> None:
        self._entries: deque[dict[str, Any]] = deque(maxlen=_KEPT)

    def note(self, action: str, account: str | None, **facts: Any) -> None:
        """Write an action down."""
        self._entries.append({"at": clock.now().isoformat(), "action": action, "account": account, **facts})

    def entries(self) -> list[dict[str, Any]]:
        """Give all actions, oldest first."""
        return list(self._entries)

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
