"""Keeps what a failed attempt looked like, beside the item."""

from collections.abc import Callable
from pathlib import Path

from dailies.domain.units import Item, Unit
from dailies.services.app import App, logger
from dailies.storage import keys

_TYPES = {
    "screenshot.png": "image/png",
    "page.html": "text/plain; charset=utf-8",
    "trace.zip": "application/zip",
    "provider.json": "application/json",
}


def keep_evidence(app: App, unit: Unit, folder: Path) -> list[str]:
    """Store the screenshot, page and trace that are there, and give their keys; never fails the work."""
    if not isinstance(unit, Item):
        return []
    return keep_files(app, folder, lambda name: keys.evidence(unit.owner, unit.item_id, unit.attempt, name))


def keep_files(app: App, folder: Path, place: Callable[[str], str]) -> list[str]:
    """Store the evidence in a folder under the keys that `place` gives; what cannot be stored is only logged."""
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415 - heavy

    kept: list[str] = []
    for name, content_type in _TYPES.items():
        path = folder / name
        if not path.is_file():
            continue
        key = place(name)
        try:
            app.objects.put(key, path.read_bytes(), content_type=content_type)
        except (BotoCoreError, ClientError):
            logger.warning("evidence not kept", extra={"name_of_evidence": name}, exc_info=True)
        else:
            kept.append(key)
    return kept
