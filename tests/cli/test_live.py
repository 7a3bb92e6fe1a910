"""The moving picture of progress, as a terminal gets it."""

from datetime import UTC, datetime, timedelta
from io import StringIO

from rich.console import Console

from dailies.cli.live import LiveScreen
from dailies.cli.screen import Row, Scene


def _drawn(scene: Scene) -> str:
    terminal = StringIO()
    screen = LiveScreen(Console(file=terminal, force_terminal=True, width=120))
    with screen.scene("Generating") as show:
        show(scene)
    return terminal.getvalue()


def test_given_a_wait_when_drawn_then_it_is_counted_down() -> None:
    until = datetime.now(UTC) + timedelta(seconds=100)

    assert "again in 1:" in _drawn(Scene((Row("1 a.png", "waiting", 0, "High demand.", until),)))


def test_given_markup_in_a_note_when_drawn_then_it_stays_text() -> None:
    assert "[red]no[/red]" in _drawn(Scene((Row("1 a.png", "failed", 0, "[red]no[/red]"),)))


def test_given_a_summary_when_drawn_then_it_stands_beside_the_title() -> None:
    assert "Generating  3 done" in _drawn(Scene((), "3 done"))


def test_given_bytes_when_they_travel_then_the_bar_ends_full() -> None:
    terminal = StringIO()
    screen = LiveScreen(Console(file=terminal, force_terminal=True, width=120))

    with screen.transfer("Fetching", 2_000_000) as on_bytes:
        on_bytes(2_000_000)

    assert "2.0/2.0 MB" in terminal.getvalue()
