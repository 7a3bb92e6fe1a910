"""What a test of the provider works with: the imitation as its admin sees it, and orders of its own."""

import asyncio
import uuid
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx2

from containers.automation.order import Order, OrderImage, Outcome, Progress
from containers.automation.sites.veo.generator import VeoGenerator, open_veo
from containers.automation.sites.veo.pace import VeoPace
from containers.automation.sites.veo.take import VeoTake
from dailies.domain.errors import SiteFailure
from dailies.domain.ids import ItemId, JobId, Owner
from dailies.domain.ledger import Purchase, Spend
from dailies.domain.options import Provider
from dailies.settings import Settings

CLOCK_FACTOR = 600.0
PACE = VeoPace(
    clock_factor=CLOCK_FACTOR, generation_seconds=6000, call_seconds=5, download_tries=3, download_seconds=5
)
PATIENCE_SECONDS = 20.0


class Site:
    """The imitation as its admin sees it."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.client = httpx2.Client(base_url=url, trust_env=False)

    def fault(self, name: str, prompt: str = "", **rule: Any) -> None:
        body = {"fault": name, "prompt_contains": prompt, **rule}
        self.client.post("/__admin/faults", json=body).raise_for_status()

    def clear_faults(self) -> None:
        self.client.delete("/__admin/faults").raise_for_status()

    def key(self) -> dict[str, str]:
        answer: dict[str, str] = self.client.get("/__admin/service-account").json()
        return answer

    def charged_clips(self, prompt: str) -> int:
        rows = self.client.get("/__bill").json()["charges"]
        return sum(row["clips"] for row in rows if row["prompt"] == prompt)

    def begun(self, prompt: str) -> list[dict[str, Any]]:
        actions = self.client.get("/__log").json()["actions"]
        return [one for one in actions if one["action"] == "predict" and one["prompt"] == prompt]


class Desk:
    """A prompt that no other test uses, and everything that is done with it."""

    def __init__(self, site: Site, picture: Path, folder: Path) -> None:
        self.site, self.picture, self.folder = site, picture, folder
        self.prompt = f"A dog runs {uuid.uuid4().hex}."
        self.reference = f"j{uuid.uuid4().hex[:12]}-00001-1"
        self.evidence = folder / "evidence"
        self.moment = datetime(2026, 11, 21, tzinfo=UTC)
        self.told: list[Progress] = []

    def fault(self, name: str, **rule: Any) -> None:
        """Let a fault strike this test's prompt."""
        self.site.fault(name, self.prompt, **rule)

    def settings(self, **changes: Any) -> Settings:
        fields = {
            "table": "t",
            "bucket": "b",
            "veo_project": "dailies-stage",
            "veo_bucket": "dailies-stage-takes",
            "veo_url": self.site.url,
        }
        return Settings.model_validate({**fields, **changes})

    def order(self, **changes: Any) -> Order:
        image = OrderImage(path=self.picture, name="dog.png", content_type="image/png")
        fields = {"reference": self.reference, "prompt": self.prompt, "images": (image,), "outputs": 1}
        return Order.model_validate({**fields, **changes})

    def purchase(self, state: Spend = Spend.ARMED, **changes: Any) -> Purchase:
        """Give the ledger row of this test's purchase, armed at this desk's moment."""
        fields = {
            "owner": Owner("ann"),
            "job_id": JobId("j000000000000000000000"),
            "item_id": ItemId("j000000000000000000000-00001"),
            "number": 1,
            "prompt": self.prompt,
            "model": "Veo 3.1 - Fast",
            "state": state,
            "provider": Provider.VEO,
            "place": f"gs://dailies-stage-takes/dailies/{self.reference}/",
            "created_at": self.moment,
            "updated_at": self.moment,
        }
        return Purchase.model_validate({**fields, **changes})

    @asynccontextmanager
    async def generator(
        self, *, secret: str = "", later: float = 0, pace: VeoPace = PACE, **changes: Any
    ) -> AsyncIterator[VeoGenerator]:
        """Open the provider, with a clock that stands `later` seconds after the desk's moment."""
        now = self.moment + timedelta(seconds=later)
        async with open_veo(self.settings(**changes), secret, pace=pace, clock=lambda: now) as generator:
            yield generator

    async def note(self, progress: Progress) -> None:
        self.told.append(progress)

    async def watched(self, take: VeoTake, **changes: Any) -> tuple[Outcome, ...]:
        """Prepare, submit and follow to the end."""
        await take.prepare(self.order(**changes))
        await take.submit()
        return await take.watch(self.note)

    async def buy(self, **changes: Any) -> tuple[Outcome, ...]:
        async with self.generator() as generator, generator.take(self.evidence) as take:
            return await self.watched(take, **changes)

    async def found_again(self, purchase: Purchase) -> tuple[Outcome, ...]:
        """Look at a purchase again and again, as a worker would, until it can be told; then download it."""
        deadline = asyncio.get_running_loop().time() + PATIENCE_SECONDS
        async with self.generator() as generator:
            while True:
                try:
                    async with generator.reopen(purchase, self.evidence) as take:
                        outcomes = await take.watch(self.note)
                        await take.download(1, self.folder / "1.mp4")
                        return outcomes
                except SiteFailure as failed:
                    assert failed.failure.code == "submit_unclear"
                    assert asyncio.get_running_loop().time() < deadline
                    await asyncio.sleep(0.1)
