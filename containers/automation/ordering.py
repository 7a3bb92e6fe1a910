"""From an item and its job's options to an order, and from what was prepared to a line of the ledger."""

import asyncio
from pathlib import Path

from containers.automation.bench import Bench
from containers.automation.order import Order, OrderImage, Prepared
from dailies.domain.ledger import Purchase
from dailies.domain.units import Image, Item
from dailies.domain.upload import IMAGE_BYTES

_TYPES = {"png": "image/png", "webp": "image/webp"}
_JPEG = "image/jpeg"


async def write_order(bench: Bench, item: Item, folder: Path, max_credits: int | None) -> Order:
    """Bring the item's pictures to disk, and say what is to be made of them."""
    pictures = (item.image, *item.more_images)
    images = [await _fetch(bench, item, place, picture, folder) for place, picture in enumerate(pictures)]
    options = bench.options
    return Order(
        reference=f"{item.item_id}-{item.attempt}",
        prompt=item.prompt,
        images=tuple(images),
        image_use=options.image_use,
        aspect=options.aspect,
        outputs=options.outputs,
        model=options.model,
        duration=options.duration,
        resolution=options.resolution,
        audio=options.audio,
        max_credits=max_credits,
    )


async def _fetch(bench: Bench, item: Item, place: int, picture: Image, folder: Path) -> OrderImage:
    path = folder / f"image-{place}"
    await asyncio.to_thread(bench.app.objects.download, picture.key, path, most_bytes=IMAGE_BYTES)
    suffix = picture.key.rsplit(".", 1)[-1]
    number = f"-{place + 1}" if place else ""
    return OrderImage(
        path=path, name=f"{item.item_id}{number}.{suffix}", content_type=_TYPES.get(suffix, _JPEG)
    )


def plan_purchase(bench: Bench, item: Item, order: Order, prepared: Prepared) -> Purchase:
    """Write down what is about to be bought, and where its result will lie."""
    now = bench.app.clock()
    return Purchase(
        owner=item.owner,
        job_id=item.job_id,
        item_id=item.item_id,
        number=item.attempt,
        run=item.run,
        prompt=order.prompt,
        model=order.model,
        provider=bench.provider,
        account=bench.account,
        pack=bench.generator.pack,
        place=prepared.place,
        asset_name=prepared.asset_name,
        outputs=order.outputs,
        tiles_before=prepared.tiles_before,
        credits=prepared.credits,
        created_at=now,
        updated_at=now,
    )
