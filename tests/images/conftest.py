"""Both images, built once; where their containers work is where the workers' tests do."""

import os
from collections.abc import Iterator

import pytest

from infra.images import KINDS, Engine, build_image, find_engine
from tests.images.running import ImageStudio
from tests.worker.conftest import aws, site, studio
from tests.worker.studio import Studio

__all__ = ["aws", "site", "studio"]


@pytest.fixture(scope="session")
def engine() -> Engine:
    """What builds and runs."""
    return find_engine(os.environ)


@pytest.fixture(scope="session")
def images(engine: Engine) -> dict[str, str]:
    """The image of each kind of container."""
    return {kind: build_image(engine, kind) for kind in KINDS}


@pytest.fixture(scope="session")
def image_studio(
    studio: Studio, engine: Engine, images: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[ImageStudio]:
    """Where the images get their work."""
    made = ImageStudio(studio, tmp_path_factory.mktemp("images"), engine, images)
    yield made
    made.close()
