"""Orders for the driver's decisions, where no image is ever read."""

from pathlib import Path

from containers.automation.order import Order, OrderImage


def an_order(images: int = 1, **changes: object) -> Order:
    """Give an order of two portrait takes of 8 s, unless told otherwise."""
    pictures = [OrderImage(path=Path("a.png"), name="a.png", content_type="image/png")] * images
    return Order.model_validate({"reference": "item-1", "prompt": "p", "images": pictures, **changes})
