"""How a board's numbers look: pure."""

from collections.abc import Mapping, Sequence
from typing import Any

from dailies.cli.rows import visible
from dailies.telemetry.boards import Board
from dailies.telemetry.summary import Shown

Line = tuple[str, str, str]


def board_lines(shown: Sequence[Shown], *, everything: bool) -> list[Line]:
    """Give title, label and number of each figure; those of one title follow each other, told once."""
    kept = [each for each in shown if everything or each.value is not None]
    titles = [None, *(each.title for each in kept)]
    return [
        ("" if each.title == before else each.title, visible(each.label), number(each.value))
        for each, before in zip(kept, titles, strict=False)
    ]


def number(value: float | None) -> str:
    """Write a number short: thousands apart, decimals only where they tell something."""
    if value is None:
        return "-"
    return f"{value:,.0f}" if value == round(value) or abs(value) >= 100 else f"{value:,.2f}"


def to_document(boards: Mapping[Board, Sequence[Shown]]) -> dict[str, Any]:
    """Give the numbers for programs."""
    return {
        board.value: [{"title": each.title, "label": each.label, "value": each.value} for each in shown]
        for board, shown in boards.items()
    }
