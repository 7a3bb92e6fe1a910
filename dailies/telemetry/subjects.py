"""Which ids a unit of work is known by in the logs."""

from collections.abc import Mapping

from dailies.domain.ids import item_of
from dailies.domain.units import Item, Rendition, Unit


def ids_of(unit: Unit) -> Mapping[str, str | int | None]:
    """Give the ids that every line of the work on a claimed unit carries."""
    about: dict[str, str | int | None] = {
        "job_id": unit.job_id,
        "task_id": unit.task_id,
        "attempt": unit.attempt,
    }
    if isinstance(unit, Item):
        return {**about, "item_id": unit.item_id}
    if isinstance(unit, Rendition):
        return {**about, "item_id": item_of(unit.video_id), "video_id": unit.video_id}
    return about
