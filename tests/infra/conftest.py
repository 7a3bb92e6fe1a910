"""One synthesis and one emulator for the whole session."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from infra.bundle import Target
from infra.local.clients import Clients
from infra.local.deployer import Deployed, deploy
from infra.synth import read_template, synthesise
from tests.infra.emulated import emulated
from tests.infra.reading import PARAMETERS


@pytest.fixture(scope="session")
def assembly() -> Path:
    return synthesise(Target.HERE)


@pytest.fixture(scope="session")
def template(assembly: Path) -> dict[str, Any]:
    """The stack that works."""
    return read_template(assembly, "dailies")


@pytest.fixture(scope="session")
def data_template(assembly: Path) -> dict[str, Any]:
    """The stack that keeps."""
    return read_template(assembly, "dailies-data")


@pytest.fixture(scope="session")
def clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clients]:
    with emulated(tmp_path_factory.mktemp("emulator")) as made:
        yield made


@pytest.fixture(scope="module")
def own_clients(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Clients]:
    """Clients of an emulator that one module has for itself."""
    with emulated(tmp_path_factory.mktemp("emulator")) as made:
        yield made


@pytest.fixture(scope="session")
def deployed(clients: Clients, assembly: Path) -> Deployed:
    return deploy(clients, stack="dailies", assembly=assembly, parameters=PARAMETERS)
