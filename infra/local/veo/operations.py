"""The running operations: each waits its virtual time, renders its clips, stores them all at once, and is billed."""

import asyncio
import secrets
from pathlib import Path
from typing import Any

from dailies.domain.errors import SourceRejected
from infra.local.flow import pictures
from infra.local.flow.clips import ClipOrder
from infra.local.flow.clock import VirtualClock
from infra.local.flow.studio import ClipStudio
from infra.local.veo.bill import Charge, charge_for
from infra.local.veo.config import VeoConfig
from infra.local.veo.faults import Effects
from infra.local.veo.objects import Shelf
from infra.local.veo.order import VideoOrder


class Operations:
    """Everything that was begun."""

    def __init__(self, config: VeoConfig, shelf: Shelf) -> None:
        self._config, self._shelf = config, shelf
        self._clock = VirtualClock(config.clock_factor)
        self._studio = ClipStudio(config.data / "rendered")
        self._answers: dict[str, dict[str, Any]] = {}
        self._orders: dict[str, VideoOrder] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.charges: list[Charge] = []

    def begin(self, order: VideoOrder, effects: Effects) -> str:
        """Start one and give its name."""
        config = self._config
        place = f"projects/{config.project}/locations/{config.location}"
        name = f"{place}/publishers/google/models/{order.model}/operations/{secrets.token_hex(16)}"
        self._answers[name] = {"name": name}
        self._orders[name] = order
        task = asyncio.create_task(self._generate(name, order, effects))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return name

    def answer(self, name: str) -> dict[str, Any] | None:
        """Give what is known of an operation; None for an unknown one."""
        return self._answers.get(name)

    def prompt_of(self, name: str) -> str:
        """Give the prompt of an operation, "" for an unknown one."""
        order = self._orders.get(name)
        return order.prompt if order else ""

    async def stop(self) -> None:
        """End what is running."""
        for task in list(self._tasks):
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def clear(self) -> None:
        """Forget everything."""
        await self.stop()
        self._answers.clear()
        self._orders.clear()
        self.charges.clear()

    async def _generate(self, name: str, order: VideoOrder, effects: Effects) -> None:
        if "hang" in effects:
            return
        delay = float(effects.get("delay", {}).get("seconds", 0))
        await self._clock.sleep(self._config.generation_seconds + delay)
        if failed := effects.get("fail"):
            error = {"code": failed["code"], "message": failed["message"]}
            self._answers[name] = {"name": name, "done": True, "error": error}
            return
        held = effects.get("filter", {})
        made = order.outputs - min(int(held.get("outputs", 0)), order.outputs)
        try:
            clips = await self._render(order, made, effects)
        except SourceRejected as error:
            self._answers[name] = {"name": name, "done": True, "error": {"code": 3, "message": str(error)}}
            return
        folder = f"{order.prefix}{secrets.randbelow(10**19):019d}"
        videos = []
        for number, clip in enumerate(clips):
            stored = f"{folder}/sample_{number}.mp4"
            self._shelf.put(stored, clip)
            videos.append({"gcsUri": f"gs://{self._config.bucket}/{stored}", "mimeType": "video/mp4"})
        self.charges.append(charge_for(name, order, made))
        response: dict[str, Any] = {"raiMediaFilteredCount": order.outputs - made, "videos": videos}
        if made < order.outputs:
            response["raiMediaFilteredReasons"] = [held["reason"]] * (order.outputs - made)
        self._answers[name] = {"name": name, "done": True, "response": response}

    async def _render(self, order: VideoOrder, made: int, effects: Effects) -> list[Path]:
        tag = secrets.token_hex(8)
        shown = [self._config.data / f"{tag}.jpg"]
        await asyncio.to_thread(pictures.save_plain, order.pictures[0], "image", shown[0])
        if "lastFrame" in order.uses:
            shown.append(self._config.data / f"{tag}-end.jpg")
            await asyncio.to_thread(pictures.save_plain, order.pictures[1], "lastFrame", shown[1])
        clips = []
        for number in range(1, made + 1):
            target = self._config.data / f"{tag}-{number}.mp4"
            clip = ClipOrder(
                width=order.width,
                height=order.height,
                seconds=self._config.clip_seconds or order.seconds,
                output=number,
                audio=order.audio,
            )
            await self._studio.render(shown[0], clip, target, end=shown[1] if len(shown) > 1 else None)
            await asyncio.to_thread(_spoil, target, shown[0], effects)
            clips.append(target)
        return clips


def _spoil(clip: Path, picture: Path, effects: Effects) -> None:
    if "truncate" in effects:
        clip.write_bytes(clip.read_bytes()[: clip.stat().st_size // 2])
    if "poster" in effects:
        clip.write_bytes(picture.read_bytes())
