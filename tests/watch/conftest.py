"""What the tests of alarms share: the real product in a place of its own, and the alarms of the real template."""

import json
import logging
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from dailies.services.app import App
from functions import process
from functions.orchestration import reconcile
from infra.bundle import Target
from infra.synth import synthesise
from tests.services.conftest import alone, app, batch, hands, owner, place
from tests.watch.faults import Crew

__all__ = ["alone", "app", "batch", "hands", "owner", "place"]
Resources = Mapping[str, Mapping[str, Any]]


@pytest.fixture(scope="session")
def resources() -> Resources:
    """Every resource of every stack, by type and name."""
    found: dict[str, dict[str, Any]] = {}
    for path in synthesise(Target.HERE).glob("*.template.json"):
        template = json.loads(path.read_text())
        defaults = {name: each.get("Default") for name, each in template.get("Parameters", {}).items()}
        for name, resource in template["Resources"].items():
            properties = _with_defaults(resource.get("Properties", {}), defaults)
            found.setdefault(resource["Type"], {})[name] = properties
    return found


@pytest.fixture(scope="session")
def alarms(resources: Resources) -> Mapping[str, Any]:
    """The properties of each alarm, by the name that its construct gave it."""
    found = resources["AWS::CloudWatch::Alarm"]
    return {_plain(name): properties for name, properties in found.items()}


@pytest.fixture
def crew(app: App, alone: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[Crew]:  # noqa: ARG001 - swept after
    """Whoever works in the tests; the functions' one process is in their place."""
    product = logging.getLogger("dailies")
    for name in ("handlers", "propagate", "level"):
        monkeypatch.setattr(product, name, getattr(product, name))
    monkeypatch.setattr(process, "app", lambda: app)
    monkeypatch.setattr(reconcile, "app", lambda: app)
    process.logger.cache_clear()
    yield Crew(app)
    process.logger.cache_clear()


def _plain(name: str) -> str:
    """Take CDK's hash of 8 characters and the construct's own name off."""
    return name[:-8].removeprefix("Alarms")


def _with_defaults(value: Any, defaults: Mapping[str, Any]) -> Any:
    if isinstance(value, dict):
        if set(value) == {"Ref"} and defaults.get(value["Ref"]) is not None:
            return defaults[value["Ref"]]
        return {key: _with_defaults(inner, defaults) for key, inner in value.items()}
    if isinstance(value, list):
        return [_with_defaults(inner, defaults) for inner in value]
    return value
