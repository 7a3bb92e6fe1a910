"""Between models and rows: DynamoDB holds no floats, no None and no empty index keys."""

from decimal import Decimal
from typing import Any

from pydantic import BaseModel

Row = dict[str, Any]


def to_row(model: BaseModel) -> Row:
    """Give the attributes to store: JSON types, without what is None."""
    return model.model_dump(mode="json", exclude_none=True)


def value(field: Any) -> Any:
    """Give one attribute's stored form."""
    if isinstance(field, BaseModel):
        return to_row(field)
    if hasattr(field, "isoformat"):
        # As pydantic writes it, so that a value set alone equals one set with its model.
        return field.isoformat().replace("+00:00", "Z")
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
