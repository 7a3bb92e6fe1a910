"""What may go wrong at the provider, said before anything is spent: warnings that the user may pass over."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache, cached_property
from importlib.resources import files

from pydantic import BaseModel, ConfigDict, Field

from dailies.domain.aspects import Size, crop_to, is_near, pad_to
from dailies.domain.characters import quote
from dailies.domain.options import Options
from dailies.domain.units import Image

_NAMED_WORDS = 5


class PreflightWarning(BaseModel):
    """Something that may cost a take, with what to do about it."""

    model_config = ConfigDict(frozen=True)

    code: str
    detail: str
    advice: str
    subject: str | None = None
    """The image's name; None where it is about the prompt."""
    crop: Size | None = None
    """What is left of the image when it is cut to the take's shape."""
    pad: Size | None = None
    """How large the image gets when it is filled up to the take's shape."""


class _Trigger(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str
    reason: str
    advice: str
    words: tuple[str, ...] = Field(min_length=1)

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        words = sorted((_fold(word) for word in self.words), key=len, reverse=True)
        return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)")


class _Rules(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    prompt_characters: int
    shortest_side: int
    """Pixels."""
    aspect_tolerance: float
    triggers: tuple[_Trigger, ...]


@cache
def _rules() -> _Rules:
    text = (files("dailies.domain") / "preflight.json").read_text(encoding="utf-8")
    return _Rules.model_validate_json(text)


def warnings(prompt: str, images: Sequence[Image], options: Options) -> tuple[PreflightWarning, ...]:
    """Look at one prompt and its images."""
    return (
        *prompt_warnings(prompt),
        *(found for image in images for found in image_warnings(image, options)),
    )


def prompt_warnings(prompt: str) -> tuple[PreflightWarning, ...]:
    """Look at a prompt: its length, and words that the site is known to refuse, each with the reason."""
    return (*_length(prompt), *_triggers(prompt))


def image_warnings(image: Image, options: Options) -> tuple[PreflightWarning, ...]:
    """Look at an image: its size, and its shape beside the take's."""
    return (*_size(image), *_shape(image, options))


def _length(prompt: str) -> Iterator[PreflightWarning]:
    limit = _rules().prompt_characters
    if len(prompt) > limit:
        detail = (
            f"The prompt {quote(prompt)} has {len(prompt)} characters; above {limit} its end may be ignored."
        )
        yield PreflightWarning(code="prompt_long", detail=detail, advice="Say it in fewer words.")


def _triggers(prompt: str) -> Iterator[PreflightWarning]:
    folded = _fold(prompt)
    for trigger in _rules().triggers:
        words = dict.fromkeys(trigger.pattern.findall(folded))
        if words:
            named = ", ".join(quote(word) for word in list(words)[:_NAMED_WORDS])
            detail = f"The prompt {quote(prompt)} holds {named}: {trigger.reason}."
            yield PreflightWarning(code=trigger.code, detail=detail, advice=trigger.advice)


def _size(image: Image) -> Iterator[PreflightWarning]:
    least = _rules().shortest_side
    if min(image.width, image.height) < least:
        detail = (
            f"{quote(image.name)} is {image.width}x{image.height}; under {least} pixels takes get blurred."
        )
        advice = "Use a larger image if there is one."
        yield PreflightWarning(code="image_small", subject=image.name, detail=detail, advice=advice)


def _shape(image: Image, options: Options) -> Iterator[PreflightWarning]:
    size = Size(width=image.width, height=image.height)
    if is_near(size, options.aspect, _rules().aspect_tolerance):
        return
    crop, pad = crop_to(size, options.aspect), pad_to(size, options.aspect)
    detail = (
        f"{quote(image.name)} is {size} and the takes are {options.aspect}: "
        f"cut to that shape it is {crop}, filled up to it {pad}."
    )
    yield PreflightWarning(
        code="aspect_mismatch",
        subject=image.name,
        detail=detail,
        advice="Cut or fill it up yourself if the provider's own cut would lose what matters.",
        crop=crop,
        pad=pad,
    )


def _fold(text: str) -> str:
    # Typed on a phone, an apostrophe is often the curly one.
    return unicodedata.normalize("NFC", text).casefold().replace("\u2019", "'")
