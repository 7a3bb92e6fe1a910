"""What a browser test works with: the stand-in site as its admin sees it, and one account at it."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Coroutine, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx2
from playwright.async_api import Browser

from containers.automation.order import Order, OrderImage, Prepared, Progress
from containers.automation.sites.flow.driver import FlowDriver
from containers.automation.sites.flow.order import Credentials
from containers.automation.sites.flow.pace import Pace
from containers.automation.sites.flow.take import FlowTake
from dailies import clock
from dailies.domain.errors import DailiesError
from dailies.domain.ledger import Purchase

CLOCK_FACTOR = 240.0
PACE = Pace(clock_factor=CLOCK_FACTOR, page_seconds=15, look_seconds=2, download_start_seconds=3)
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

    def change(self, account: Credentials, **settings: Any) -> None:
        self.client.patch("/__admin/accounts", json={"email": account.email, **settings}).raise_for_status()

    def expire_sessions(self, account: Credentials) -> None:
        self._post("/__admin/sessions/expire", {"email": account.email})

    def bill(self, account: Credentials) -> dict[str, Any]:
        answer: dict[str, Any] = self.client.get("/__bill").json()["accounts"][account.email]
        return answer

    def clips(self, account: Credentials) -> list[dict[str, Any]]:
        return [
            clip for clip in self.client.get("/__log").json()["clips"] if clip["account"] == account.email
        ]

    def actions(self, account: Credentials, kind: str) -> list[dict[str, Any]]:
        entries = self.client.get("/__log").json()["actions"]
        return [e for e in entries if e["action"] == kind and e["account"] == account.email]


class Studio:
    """What a browser test works with: an account, its driver, and a folder for evidence and clips."""

    def __init__(self, site: Site, browser: Browser, picture: Path, folder: Path, **account: Any) -> None:
        self.site = site
        self.browser = browser
        self.picture = picture
        self.folder = folder
        self.evidence = folder / "evidence"
        self.account = site.account(**account)
        self.pace = PACE
        self.told: list[Progress] = []

    async def note(self, progress: Progress) -> None:
        """Keep what a watch tells."""
        self.told.append(progress)

    def clip(self, output: int) -> Path:
        """Say where a downloaded output is."""
        return self.folder / f"{output}.mp4"

    def driver(self, pace: Pace = PACE, **changes: Any) -> FlowDriver:
        settings = {"credentials": self.account, "evidence_dir": self.evidence, **changes}
        return FlowDriver(self.browser, self.site.url, pace, **settings)

    def images(self, *names: str) -> list[OrderImage]:
        """Give the picture under these names."""
        return [OrderImage(path=self.picture, name=name, content_type="image/png") for name in names]

    def order(self, **changes: Any) -> Order:
        """Order the quickest clip that the site sells, unless told otherwise."""
        quick = {"reference": "item-1", "outputs": 1, "duration": 4, "image_use": "frames"}
        order = {"prompt": "A dog runs.\nIt is happy.", "images": self.images("dog.png")}
        return Order.model_validate({**order, **quick, **changes})

    def purchase(self, prepared: Prepared, order: Order | None = None) -> Purchase:
        """Write down what was prepared, as the ledger keeps it."""
        order = order or self.order()
        return Purchase.model_validate(
            {
                "owner": "ann",
                "job_id": "j" + "0" * 21,
                "item_id": "j" + "0" * 21 + "-00001",
                "number": 1,
                "prompt": order.prompt,
                "model": order.model,
                "place": prepared.place,
                "outputs": order.outputs,
                "tiles_before": prepared.tiles_before,
                "created_at": clock.now(),
                "updated_at": clock.now(),
            }
        )

    @asynccontextmanager
    async def take(self, pace: Pace = PACE) -> AsyncIterator[FlowTake]:
        driver = self.driver(pace)
        await driver.ensure_signed_in()
        async with driver.take(self.evidence) as take:
            yield take


async def all_at_once(works: Sequence[Coroutine[Any, Any, Any]], most: int = 4) -> list[Any]:
    """Run them beside each other, `most` at a time; errors of ours are among the answers."""
    gate = asyncio.Semaphore(most)

    async def one(work: Coroutine[Any, Any, Any]) -> Any:
        async with gate:
            try:
                return await work
            except DailiesError as error:
                return error

    return list(await asyncio.gather(*(one(work) for work in works)))


async def ignore(_: Progress) -> None:
    """Want no progress."""
