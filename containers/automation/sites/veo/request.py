"""An order as the provider's request: what a person would choose, in the API's own words."""

from typing import TYPE_CHECKING

from containers.automation.order import Order, OrderImage
from dailies.domain.catalogue import find_model
from dailies.domain.errors import InvalidInput
from dailies.domain.options import Aspect, ImageUse, Provider

if TYPE_CHECKING:
    from google.genai import types

_ASPECTS = {Aspect.PORTRAIT: "9:16", Aspect.LANDSCAPE: "16:9"}
_IMAGE_TYPES = frozenset({"image/png", "image/jpeg", "image/webp"})
REQUEST_IMAGE_BYTES = 20 * 1024**2
"""What the API takes in one request."""
_REFERENCE_SECONDS = 8
_MOST_FRAMES = 2


def model_id(order: Order) -> str:
    """Give the provider's id of the model; InvalidInput for a model that it does not have."""
    name = find_model(Provider.VEO, order.model).provider_id
    if name is None:
        raise InvalidInput(f"{order.model} is not offered here", code="unknown_model", subject=order.model)
    return name


def check_order(order: Order) -> None:
    """Refuse what the provider would refuse, or silently do otherwise."""
    model_id(order)
    if order.image_use is ImageUse.FRAMES and len(order.images) > _MOST_FRAMES:
        raise _not_offered("more than a first and a last frame", "frames")
    if order.image_use is ImageUse.REFERENCES and order.duration != _REFERENCE_SECONDS:
        raise _not_offered(f"reference images at {order.duration} s", "duration")
    for image in order.images:
        if image.content_type not in _IMAGE_TYPES:
            raise _not_offered(f"images of type {image.content_type}", image.name)
    if sum(image.path.stat().st_size for image in order.images) > REQUEST_IMAGE_BYTES:
        raise InvalidInput(
            f"the images are over {REQUEST_IMAGE_BYTES // 1024**2} MB together",
            code="image_too_large",
            advice="Use smaller images.",
        )


def build_source(order: Order) -> "types.GenerateVideosSource":
    """Give prompt and first frame."""
    from google.genai import types  # noqa: PLC0415 - heavy

    first = _image(order.images[0]) if order.image_use is ImageUse.FRAMES else None
    return types.GenerateVideosSource(prompt=order.prompt, image=first)


def build_config(order: Order, place: str) -> "types.GenerateVideosConfig":
    """Give every setting by name: nothing is left to a default that may change."""
    from google.genai import types  # noqa: PLC0415 - heavy

    config = types.GenerateVideosConfig(
        output_gcs_uri=place,
        number_of_videos=order.outputs,
        duration_seconds=order.duration,
        aspect_ratio=_ASPECTS[order.aspect],
        resolution=order.resolution.value,
        generate_audio=order.audio,
        person_generation="allow_adult",
    )
    if order.image_use is ImageUse.REFERENCES:
        config.reference_images = [
            types.VideoGenerationReferenceImage(
                image=_image(image), reference_type=types.VideoGenerationReferenceType.ASSET
            )
            for image in order.images
        ]
    elif len(order.images) == _MOST_FRAMES:
        config.last_frame = _image(order.images[1])
    return config


def _image(image: OrderImage) -> "types.Image":
    from google.genai import types  # noqa: PLC0415 - heavy

    return types.Image(image_bytes=image.path.read_bytes(), mime_type=image.content_type)


def _not_offered(what: str, subject: str) -> InvalidInput:
    return InvalidInput(f"Veo does not offer {what}", code="not_offered", subject=subject)
