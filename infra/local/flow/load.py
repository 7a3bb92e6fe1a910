"""How many clips each account has at the site at once: asked for and not ended yet."""

from collections import Counter


class Load:
    """The clips in hand now, and the most there ever were; past the site's cap some of them wait."""

    def __init__(self) -> None:
        self._now: Counter[str] = Counter()
        self._peak: Counter[str] = Counter()

    def up(self, account: str) -> None:
        """Count a clip that was asked for."""
        self._now[account] += 1
        self._peak[account] = max(self._peak[account], self._now[account])

    def down(self, account: str) -> None:
        """Count a clip that has ended, in whatever way."""
        self._now[account] -= 1

    def peaks(self) -> dict[str, int]:
        """Give the most at once, by account."""
        return dict(self._peak)
