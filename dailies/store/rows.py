"""Between models and rows: DynamoDB holds no floats, and an attribute that is None is one that is not there."""

import logging
from collections.abc import Iterable, Iterator
from decimal import Decimal
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

Row = dict[str, Any]
Model = TypeVar("Model", bound=BaseModel)

logger = logging.getLogger("dailies")


def to_row(model: BaseModel) -> Row:
    """Give the attributes to store: JSON types, without those that are None."""
    return {name: field for name, field in _fields(model).items() if field is not None}


def read_each(model: type[Model], rows: Iterable[Row]) -> Iterator[Model]:
    """Build what rows hold; one that cannot be read is logged and left out, so that it stops no other."""
    for row in rows:
        try:
            yield model.model_validate(row)
        except ValidationError:
            logger.exception("row cannot be read", extra={"pk": row.get("pk"), "sk": row.get("sk")})


def value(field: Any) -> Any:
    """Give one attribute's stored form."""
    if isinstance(field, BaseModel):
        return _fields(field)
    if hasattr(field, "isoformat"):
        # As pydantic writes it, so that a value set alone equals one set with its model.
        return field.isoformat().replace("+00:00", "Z")
    return _without_floats(field)


def _fields(model: BaseModel) -> Row:
    """None inside a value says something, such as `charged`: nobody can tell. Left out it would be read as False."""
    fields: Row = _without_floats(model.model_dump(mode="json"))
    return fields


def _without_floats(field: Any) -> Any:
    if isinstance(field, float):
        return Decimal(str(field))
    if isinstance(field, dict):
        return {name: _without_floats(inner) for name, inner in field.items()}
    if isinstance(field, list):
        return [_without_floats(inner) for inner in field]
    return field


def plain(stored: Any) -> Any:
    """Give what was stored in JSON's types: DynamoDB answers numbers as Decimal, which strict models refuse."""
    if isinstance(stored, Decimal):
        return int(stored) if stored == stored.to_integral_value() else float(stored)
    if isinstance(stored, dict):
        return {name: plain(inner) for name, inner in stored.items()}
    if isinstance(stored, list):
        return [plain(inner) for inner in stored]
    return stored
