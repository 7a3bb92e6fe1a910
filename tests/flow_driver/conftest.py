"""A real Chromium and the real stand-in site, one of each for all browser tests, an account for each test."""

import asyncio
import json
import os
import subprocess
import sys
import uuid
from collections.abc import AsyncIterator, Callable, Coroutine, Iterator
from contextlib import AsyncExitStack, asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import httpx2
import pytest
from PIL import Image
from playwright.async_api import Browser

from containers.automation.sites.flow.browser import open_browser
from containers.automation.sites.flow.driver import FlowDriver
from containers.automation.sites.flow.order import Credentials, Order, Progress
from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.pack import load_pack
from containers.automation.sites.flow.take import Take

Result = TypeVar("Result")
CLOCK_FACTOR = 120.0
PACE = Pace(clock_factor=CLOCK_FACTOR, page_seconds=15, download_start_seconds=3)
TOKEN = "admin-token-of-the-tests"


class Site:
    """The stand-in site as its admin sees it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.client = httpx2.Client(base_url=url, headers={"X-Admin-Token": TOKEN}, trust_env=False)

    def _post(self, path: str, body: dict[str, Any]) -> None:
        self.client.post(path, json=body).raise_for_status()

    def account(self, **settings: Any) -> Credentials:
        email, password = f"ann-{uuid.uuid4().hex[:10]}@flow.example", uuid.uuid4().hex
        self._post("/__admin/accounts", {"email": email, "password": password, "plan": "ultra", **settings})
        return Credentials.model_validate({"email": email, "password": password})

    def fault(self, name: str, account: Credentials, **rule: Any) -> None:
        self._post("/__admin/faults", {"fault": name, "account": account.email, **rule})

    def expire_sessions(self, account: Credentials) -> None:
        self._post("/__admin/sessions/expire", {"email": account.email})

    def bill(self, account: Credentials) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.get("/__bill").json()["accounts"][account.email]
        return answer

    def clips(self, account: Credentials) -> list[dict[str, Any]]:
        return [clip for clip in self.client.get("/__log").json()["clips"] if clip["account"] == account.email]

    def actions(self, account: Credentials, kind: str) -> list[dict[str, Any]]:
        entries = self.client.get("/__log").json()["actions"]
        return [e for e in entries if e["action"] == kind and e["account"] == account.email]


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Run the site as its own process, on a port of its choice."""
    data = tmp_path_factory.mktemp("flow")
    command = [sys.executable, "-m", "infra.local.flow", "--data", str(data)]
    process = subprocess.Popen(
        [*command, "--clock-factor", str(CLOCK_FACTOR)],
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


class Studio:
    """What a browser test works with: an account, its driver, and a folder for evidence and clips."""

    def __init__(self, site: Site, browser: Browser, picture: Path, folder: Path) -> None:
        self.site = site
        self.browser = browser
        self.picture = picture
        self.folder = folder
        self.evidence = folder / "evidence"
        self.account = site.account()

    def driver(self, pace: Pace = PACE, **changes: Any) -> FlowDriver:
        settings = {"credentials": self.account, "evidence_dir": self.evidence, **changes}
        return FlowDriver(self.browser, self.site.url, load_pack("flow-c"), pace, **settings)

    def order(self, **changes: Any) -> Order:
        """Order the quickest clip that the site sells, unless told otherwise."""
        quick = {"outputs": 1, "duration_seconds": 4, "image_use": "frames"}
        order = {"prompt": "A dog runs.\nIt is happy.", "image": self.picture, "image_name": "dog.png"}
        return Order.model_validate({**order, **quick, **changes})

    @asynccontextmanager
    async def take(self, pace: Pace = PACE) -> AsyncIterator[Take]:
        driver = self.driver(pace)
        await driver.ensure_signed_in()
        async with driver.take() as take:
            yield take


@pytest.fixture
def studio(site: Site, browser: Browser, picture: Path, tmp_path: Path) -> Studio:
    return Studio(site, browser, picture, tmp_path)


async def ignore(_: Progress) -> None:
    """Want no progress."""
