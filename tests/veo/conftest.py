"""The real imitation as its own process, one for all tests; each test buys under names of its own."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from .desk import CLOCK_FACTOR, Desk, Site


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data = tmp_path_factory.mktemp("veo")
    command = [sys.executable, "-m", "infra.local.veo", "--data", str(data), "--clip-seconds", "0.5"]
    with subprocess.Popen([*command, "--clock-factor", str(CLOCK_FACTOR)], stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        running = Site(json.loads(process.stdout.readline())["url"])
        yield running
        running.client.close()
        process.terminate()


@pytest.fixture(scope="session")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "dog.png"
    Image.linear_gradient("L").resize((90, 160)).convert("RGB").save(path)
    return path


@pytest.fixture
def desk(site: Site, picture: Path, tmp_path: Path) -> Desk:
    return Desk(site, picture, tmp_path)
