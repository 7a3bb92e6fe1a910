"""What the work at hand is about: bound once, carried by every line that is written meanwhile."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from types import MappingProxyType

Ids = Mapping[str, str | int]

_NOTHING: Ids = MappingProxyType({})
_bound: ContextVar[Ids] = ContextVar("dailies_ids", default=_NOTHING)


@contextmanager
def bound(**ids: str | int | None) -> Iterator[None]:
    """Let every line inside the block carry these ids; None leaves one as it is."""
    before = _bound.set(_with(ids))
    try:
        yield
    finally:
        _bound.reset(before)


def bind(**ids: str | int | None) -> None:
    """Add ids that became known on the way, up to the end of the surrounding `bound`; without one, nothing."""
    if _bound.get() is not _NOTHING:
        _bound.set(_with(ids))


def bound_ids() -> Ids:
    """Give what the work at hand is about."""
    return _bound.get()


def correlation() -> str | None:
    """Give the id of the request that began the work at hand; None where nothing is known of one."""
    found = _bound.get().get("correlation_id")
    return str(found) if found is not None else None


def _with(ids: Mapping[str, str | int | None]) -> Ids:
    # Another mapping each time: what runs beside us in its own context keeps the one that it began with.
    return MappingProxyType(
        {**_bound.get(), **{name: each for name, each in ids.items() if each is not None}}
    )
