"""What can be made to go wrong: the registry (which fault strikes where) and the rules that switch them on."""

import random
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from dailies.domain.errors import InvalidInput
from infra.local.flow.profile import Profile

Point = Literal[
    "visit", "page", "poll", "settings", "upload", "search", "attach", "submission", "download", "upscale"
]


class Fault(BaseModel):
    """One way to fail: where it strikes, what it does there, and its parameters unless a rule gives others."""

    model_config = ConfigDict(frozen=True)

    point: Point
    effect: str
    description: str
    means: str
    """What a careful visitor makes of it: a category of refusal, an obstacle, or `harmless`."""
    charged: bool
    """Whether the paid click stays on the bill, should the visitor get as far as that."""
    params: Mapping[str, Any] = Field(default_factory=dict)


class Rule(BaseModel):
    """When a fault strikes; every condition that is given must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fault: str
    account: str | None = None
    prompt_contains: str | None = None
    attempts: tuple[int, ...] | None = None
    times: int | None = Field(default=None, ge=1)
    """How often it strikes before it is used up."""
    probability: float = Field(default=1.0, gt=0, le=1)
    """The share of its occasions at which it strikes, the same ones for the same seed."""
    seed: int = 0
    params: Mapping[str, Any] = Field(default_factory=dict)


class Occasion(BaseModel):
    """A moment at which a fault may strike."""

    model_config = ConfigDict(frozen=True)

    point: Point
    account: str
    prompt: str = ""
    attempt: int = 1
    """The how-many-th time this happens: same prompt and image, same clip, or same account, by the point."""


class Strike(BaseModel):
    """A fault that strikes now."""

    model_config = ConfigDict(frozen=True)

    name: str
    effect: str
    params: Mapping[str, Any]


def load_faults() -> dict[str, Fault]:
    """Read the registry."""
    text = Path(__file__).with_name("faults.json").read_text(encoding="utf-8")
    return TypeAdapter(dict[str, Fault]).validate_json(text)


def applies(rule: Rule, fault: Fault, occasion: Occasion) -> bool:
    """Tell whether the rule's conditions hold at this occasion, `times` aside."""
    return (
        fault.point == occasion.point
        and rule.account in {None, occasion.account}
        and (rule.prompt_contains is None or rule.prompt_contains in occasion.prompt)
        and (rule.attempts is None or occasion.attempt in rule.attempts)
    )


class FaultBoard:
    """The rules that are switched on, in the order they came."""

    def __init__(self) -> None:
        self.registry = load_faults()
        self._rules: list[Rule] = []
        self._draws: list[random.Random] = []
        self._struck: dict[int, int] = {}

    def add(self, rule: Rule) -> None:
        """Switch a rule on."""
        fault = self.registry.get(rule.fault)
        if fault is None:
            raise InvalidInput(f"There is no fault named {rule.fault!r}.", subject=rule.fault)
        if fault.effect == "become":
            Profile.model_validate({**fault.params, **rule.params})
        self._rules.append(rule)
        self._draws.append(random.Random(rule.seed))  # noqa: S311 - repeatable, not secret

    def clear(self) -> None:
        """Switch everything off."""
        self._rules.clear()
        self._draws.clear()
        self._struck.clear()

    def strike(self, occasion: Occasion) -> list[Strike]:
        """Give the faults that strike now, and use up one of each one's times."""
        strikes = []
        for number, rule in enumerate(self._rules):
            fault = self.registry[rule.fault]
            used = self._struck.get(number, 0)
            if not applies(rule, fault, occasion) or (rule.times is not None and used >= rule.times):
                continue
            if self._draws[number].random() < rule.probability:
                self._struck[number] = used + 1
                params = {**fault.params, **rule.params}
                strikes.append(Strike(name=rule.fault, effect=fault.effect, params=params))
        return strikes
