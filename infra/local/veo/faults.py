"""What can be made to go wrong: the registry (which fault strikes where) and the rules that switch them on."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from infra.local.veo.refusals import GoogleRefusal

Point = Literal["predict", "generate", "fetch", "list", "media"]
Effects = Mapping[str, Mapping[str, Any]]
"""Parameters by effect."""
REFUSE = "refuse"


class Fault(BaseModel):
    """One way to fail: where it strikes, what it does there, and its parameters unless a rule gives others."""

    model_config = ConfigDict(frozen=True)

    point: Point
    effect: str
    params: Mapping[str, Any] = Field(default_factory=dict)


class Rule(BaseModel):
    """When a fault strikes; every condition that is given must hold."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    fault: str
    prompt_contains: str = ""
    times: int | None = Field(default=None, ge=1)
    params: Mapping[str, Any] = Field(default_factory=dict)


class FaultBoard:
    """The rules that are switched on, in the order they came."""

    def __init__(self) -> None:
        text = Path(__file__).with_name("faults.json").read_text(encoding="utf-8")
        self.registry = TypeAdapter(dict[str, Fault]).validate_json(text)
        self._rules: list[Rule] = []
        self._struck: dict[int, int] = {}

    def add(self, rule: Rule) -> None:
        """Switch a rule on."""
        if rule.fault not in self.registry:
            raise GoogleRefusal(404, f"There is no fault named {rule.fault!r}.")
        self._rules.append(rule)

    def clear(self) -> None:
        """Switch everything off."""
        self._rules.clear()
        self._struck.clear()

    def strike(self, point: Point, prompt: str) -> Effects:
        """Give the effect of the first rule that applies, with its parameters; it uses up one of its times."""
        for number, rule in enumerate(self._rules):
            fault, used = self.registry[rule.fault], self._struck.get(number, 0)
            spent = rule.times is not None and used >= rule.times
            if fault.point == point and rule.prompt_contains in prompt and not spent:
                self._struck[number] = used + 1
                return {fault.effect: {**fault.params, **rule.params}}
        return {}


def refuse_if_struck(effects: Effects, effect: str = REFUSE) -> None:
    """Raise the refusal among the effects, if there is one."""
    if params := effects.get(effect):
        raise GoogleRefusal(int(params["status"]), str(params["message"]))
