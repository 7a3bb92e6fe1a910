"""What a person sees while they wait: rows that change, bytes that travel, sentences."""

from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from dailies.cli.transfer import OnBytes


@dataclass(frozen=True)
class Row:
    """One line of live progress."""

    label: str
    state: str
    percent: int
    note: str = ""
    retry_at: datetime | None = None
    """When a wait ends."""


@dataclass(frozen=True)
class Scene:
    """All that is shown of one stage at one moment."""

    rows: tuple[Row, ...] = ()
    summary: str = ""


ShowScene = Callable[[Scene], None]


class Screen(Protocol):
    """Where progress is shown."""

    def say(self, text: str) -> None:
        """Show a sentence that stays."""
        ...

    def scene(self, title: str) -> AbstractContextManager[ShowScene]:
        """Show rows that change."""
        ...

    def transfer(self, title: str, total: int) -> AbstractContextManager[OnBytes]:
        """Show bytes that travel; `total` of them."""
        ...

    def table(self, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        """Show a table that stays."""
        ...


class Silence:
    """Shows nothing: for programs that read the result."""

    def say(self, text: str) -> None:
        """Show nothing."""

    def scene(self, title: str) -> AbstractContextManager[ShowScene]:  # noqa: ARG002
        """Show nothing."""
        return nullcontext(lambda scene: None)  # noqa: ARG005

    def transfer(self, title: str, total: int) -> AbstractContextManager[OnBytes]:  # noqa: ARG002
        """Show nothing."""
        return nullcontext(lambda count: None)  # noqa: ARG005

    def table(self, columns: Sequence[str], lines: Sequence[Sequence[str]]) -> None:
        """Show nothing."""
