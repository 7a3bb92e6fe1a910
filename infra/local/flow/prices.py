"""What a clip costs, as data: by model, resolution and seconds, in credits."""

from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, TypeAdapter

Plan = Literal["pro", "ultra"]
LOWER_PRIORITY = "[Lower Priority]"
Table = dict[str, dict[str, int]]


class Model(BaseModel):
    """A model of the menu and its prices per clip."""

    model_config = ConfigDict(frozen=True)

    name: str
    kind: Literal["image", "video"]
    mark: str = ""
    credits: Table
    ultra_credits: Table | None = None

    def table(self, plan: Plan) -> Table:
        """Give the prices that hold for that plan; an empty table means that it is not offered."""
        return self.ultra_credits if plan == "ultra" and self.ultra_credits is not None else self.credits


def load_prices() -> list[Model]:
    """Read the price list."""
    text = Path(__file__).with_name("prices.json").read_text(encoding="utf-8")
    return TypeAdapter(list[Model]).validate_json(text)


def offered_models(models: list[Model], plan: Plan, *, lower_priority: bool) -> list[Model]:
    """Give the models of that plan's menu; those of lower priority are in some cohorts' menus only."""
    return [m for m in models if m.table(plan) and (lower_priority or not m.name.endswith(LOWER_PRIORITY))]


def price_of_clip(
    models: list[Model], plan: Plan, name: str, resolution: str, seconds: int, *, image: bool
) -> int | None:
    """Give the credits that one output costs; None where the plan does not offer that combination."""
    for model in models:
        if model.name == name and (model.kind == "image") == image:
            return 0 if image else model.table(plan).get(resolution, {}).get(str(seconds))
    return None
