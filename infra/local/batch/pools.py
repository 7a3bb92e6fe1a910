"""Consumable resources: pools of tokens, remembered over a restart, as accounts have theirs made only once."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from dailies.domain.errors import InvalidInput
from infra.local.batch.requests import CreateConsumableResource

_POOLS = TypeAdapter(dict[str, CreateConsumableResource])


class Pools:
    """All pools by name; with a file, a change is on disk before it is answered."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._pools = _read(file)

    def find(self, name: str) -> CreateConsumableResource:
        """Find a pool by name or ARN."""
        pool = self._pools.get(name.rsplit("/", 1)[-1])
        if pool is None:
            raise InvalidInput(f"Consumable resource {name} does not exist.")
        return pool

    def quantities(self) -> Mapping[str, int]:
        """Count every pool's tokens, held or not."""
        return {name: pool.total_quantity for name, pool in self._pools.items()}

    def create(self, pool: CreateConsumableResource) -> None:
        """Add a pool; one of that name that is there already is refused, as on AWS."""
        if pool.consumable_resource_name in self._pools:
            raise InvalidInput("Object already exists.")
        self._keep(pool)

    def resize(self, name: str, quantity: int) -> CreateConsumableResource:
        """Give a pool another number of tokens."""
        resized = self.find(name).model_copy(update={"total_quantity": quantity})
        self._keep(resized)
        return resized

    def _keep(self, pool: CreateConsumableResource) -> None:
        self._pools[pool.consumable_resource_name] = pool
        if self._file is None:
            return
        written = self._file.with_suffix(".new")
        written.write_bytes(_POOLS.dump_json(self._pools, by_alias=True))
        written.replace(self._file)


def _read(file: Path | None) -> dict[str, CreateConsumableResource]:
    if file is None or not file.exists():
        return {}
    try:
        return _POOLS.validate_json(file.read_bytes())
    except ValidationError:
        return {}  # of another version: pools are made anew by whoever needs them
