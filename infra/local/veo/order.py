"""What a request asks for, with the real API's refusals."""

import base64
import binascii
import re
from typing import Any

from pydantic import BaseModel, ConfigDict

from dailies.domain.catalogue import models
from dailies.domain.options import Provider
from infra.local.veo.refusals import GoogleRefusal

_SIZES = {
    ("9:16", "720p"): (720, 1280),
    ("16:9", "720p"): (1280, 720),
    ("9:16", "1080p"): (1080, 1920),
    ("16:9", "1080p"): (1920, 1080),
}
_MOST_OUTPUTS = 4
_REFERENCES = "referenceImages"


class VideoOrder(BaseModel):
    """One request to generate."""

    model_config = ConfigDict(frozen=True)

    model: str
    prompt: str
    prefix: str
    """Where in the bucket the clips go; ends in a slash."""
    outputs: int
    seconds: int
    width: int
    height: int
    audio: bool
    pictures: tuple[bytes, ...]
    uses: tuple[str, ...]
    """Which of the fields `image`, `lastFrame`, `referenceImages` were given."""


def read_order(model: str, body: dict[str, Any], bucket: str) -> VideoOrder:
    """Read a request; GoogleRefusal says what is wrong with it."""
    if model not in {one.provider_id for one in models(Provider.VEO)}:
        raise GoogleRefusal(404, f"Publisher Model `{model}` was not found.")
    try:
        instance, parameters = body["instances"][0], body["parameters"]
        size = _SIZES[parameters["aspectRatio"], parameters["resolution"]]
        outputs, seconds = int(parameters["sampleCount"]), int(parameters["durationSeconds"])
        place = re.fullmatch(rf"gs://{re.escape(bucket)}/([\w/-]+/)", parameters["storageUri"])
    except (KeyError, IndexError, TypeError, ValueError) as error:
        raise GoogleRefusal(400, f"A parameter is missing or not supported: {error}") from error
    uses = tuple(name for name in ("image", "lastFrame", _REFERENCES) if instance.get(name))
    if place is None:
        raise GoogleRefusal(400, "storageUri is not a folder of a bucket that may be written.")
    if not 1 <= outputs <= _MOST_OUTPUTS or seconds not in {4, 6, 8}:
        raise GoogleRefusal(400, "sampleCount or durationSeconds is out of range.")
    _check_uses(uses, seconds)
    return VideoOrder(
        model=model,
        prompt=instance.get("prompt", ""),
        prefix=place[1],
        outputs=outputs,
        seconds=seconds,
        width=size[0],
        height=size[1],
        audio=bool(parameters.get("generateAudio", True)),
        pictures=_pictures(instance),
        uses=uses,
    )


def _check_uses(uses: tuple[str, ...], seconds: int) -> None:
    if _REFERENCES in uses and len(uses) > 1:
        raise GoogleRefusal(400, "referenceImages cannot be used together with image or lastFrame.")
    if _REFERENCES in uses and seconds != 8:
        raise GoogleRefusal(400, "referenceImages need a durationSeconds of 8.")
    if not uses:
        raise GoogleRefusal(400, "This imitation makes videos from images only.")
    if "lastFrame" in uses and "image" not in uses:
        raise GoogleRefusal(400, "lastFrame needs an image.")


def _pictures(instance: dict[str, Any]) -> tuple[bytes, ...]:
    fields = [instance.get("image"), instance.get("lastFrame")]
    fields += [one.get("image") for one in instance.get(_REFERENCES) or []]
    try:
        return tuple(base64.b64decode(one["bytesBase64Encoded"], validate=True) for one in fields if one)
    except (KeyError, binascii.Error) as error:
        raise GoogleRefusal(400, "An image cannot be read.") from error
