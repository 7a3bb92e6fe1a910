"""The provider's sentences, made fit to be stored and shown."""

import re

_MOST = 300
_EMAIL = re.compile(r"[\w.+-]+@[\w-]+(?:\.[\w-]+)+")
_ADDRESS = re.compile(r"(?:https?|gs)://\S+")


def plain(text: str | None) -> str:
    """Give one line without e-mail addresses and links, cut to what a person reads."""
    words = " ".join((text or "").split())
    shown = _ADDRESS.sub("[address]", _EMAIL.sub("[account]", words))
    return shown if len(shown) <= _MOST else shown[: _MOST - 1] + "…"
