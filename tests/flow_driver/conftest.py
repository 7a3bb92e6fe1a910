"""A real Chromium and the real stand-in site, one of each for all browser tests, an account for each test."""

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import AsyncExitStack
from pathlib import Path
from typing import Any

import pytest
from PIL import Image
from playwright.async_api import Browser

from containers.automation.sites.flow.browser import open_browser
from dailies.domain.errors import SiteFailure

from .studio import CLOCK_FACTOR, TOKEN, Site, Studio


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Run the site as its own process, on a port of its choice."""
    data = tmp_path_factory.mktemp("flow")
    command = [sys.executable, "-m", "infra.local.flow", "--data", str(data)]
    process = subprocess.Popen(
        [*command, "--clock-factor", str(CLOCK_FACTOR), "--clip-seconds", "0.5"],
        env={**os.environ, "FLOW_SITE_ADMIN_TOKEN": TOKEN},
        stdout=subprocess.PIPE,
    )
    with process:
        assert process.stdout is not None
        running = Site(json.loads(process.stdout.readline())["url"])
        yield running
        running.client.close()
        process.terminate()


@pytest.fixture(scope="session")
def runner() -> Iterator[asyncio.Runner]:
    with asyncio.Runner() as loop:
        yield loop


@pytest.fixture(scope="session")
def run(runner: asyncio.Runner) -> Callable[[Coroutine[Any, Any, Any]], Any]:
    """Run a coroutine on the loop that the shared browser lives on."""
    return runner.run


@pytest.fixture(scope="session")
def browser(runner: asyncio.Runner) -> Iterator[Browser]:
    stack = AsyncExitStack()
    yield runner.run(stack.enter_async_context(open_browser()))
    runner.run(stack.aclose())


@pytest.fixture(scope="session")
def picture(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("pictures") / "dog.png"
    Image.linear_gradient("L").resize((180, 320)).convert("RGB").save(path)
    return path


@pytest.fixture(scope="session")
def open_studio(
    site: Site, browser: Browser, picture: Path, tmp_path_factory: pytest.TempPathFactory
) -> Callable[..., Studio]:
    """Make studios for takes that run beside each other, an account each."""
    return lambda **account: Studio(site, browser, picture, tmp_path_factory.mktemp("studio"), **account)


@pytest.fixture(scope="session")
def failed(
    open_studio: Callable[[], Studio], run: Callable[[Coroutine[Any, Any, Any]], Any]
) -> tuple[Studio, list[str]]:
    """Let a signed-in take fail, and give what must not be found in its evidence."""
    studio = open_studio()

    async def work() -> list[str]:
        driver = studio.driver()
        await driver.ensure_signed_in()
        state = await driver.storage_state()
        assert state is not None
        with pytest.raises(SiteFailure):
            async with driver.take(studio.evidence) as take:
                await take.prepare(studio.order(max_credits=1, prompt="Write to bob@mail.example, dog"))
        stored = [e["value"] for origin in state.get("origins", []) for e in origin.get("localStorage", [])]
        return [str(cookie["value"]) for cookie in state.get("cookies", [])] + stored

    secrets = run(work())
    account = studio.account
    return studio, [*secrets, account.email, account.password.get_secret_value(), "bob@mail.example"]


@pytest.fixture
def studio(site: Site, browser: Browser, picture: Path, tmp_path: Path) -> Studio:
    return Studio(site, browser, picture, tmp_path)
