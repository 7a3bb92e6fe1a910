"""Which prompt belongs to which image, and a name for everything that found no partner.

Where any prompt names an image, names decide: the whole name first, then the name without its folder, then
the name without its suffix too (a compressed photo changes from `.png` to `.jpg`); case and Unicode form do
not matter. Otherwise order decides: prompts as written, images by natural order of their names, so that
`img2` comes before `img10`.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from pydantic import BaseModel, ConfigDict

from dailies.domain.characters import quote
from dailies.domain.failure import Failure
from dailies.domain.filenames import fold, suffix_of
from dailies.domain.prompts import Prompt

_NUMBER = re.compile(r"([0-9]+)")


class NamedImage(BaseModel):
    """An image of the job, by the name that its user knows."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str


class Pair(BaseModel):
    """One item to be: an image and its prompt."""

    model_config = ConfigDict(frozen=True)

    image: NamedImage
    prompt: Prompt


class Pairing(BaseModel):
    """All pairs in the order of generation, and each image or prompt that found no partner."""

    model_config = ConfigDict(frozen=True)

    pairs: tuple[Pair, ...]
    mismatches: tuple[Failure, ...]


def pair(images: Sequence[NamedImage], prompts: Sequence[Prompt], *, prompt_for_all: bool = False) -> Pairing:
    """Pair images with prompts; with `prompt_for_all` a single prompt without a name serves every image."""
    ordered = sorted(images, key=lambda image: (natural_order(image.name), image.id))
    if any(prompt.image for prompt in prompts):
        return _pair_by_name(ordered, prompts)
    if prompt_for_all and len(prompts) == 1:
        return Pairing(pairs=tuple(Pair(image=image, prompt=prompts[0]) for image in ordered), mismatches=())
    return _pair_by_order(ordered, prompts)


def natural_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """Give a sorting key in which numbers count by value: `img2` before `img10`."""
    return tuple(_part_order(part) for part in _NUMBER.split(fold(name)) if part)


def _part_order(part: str) -> tuple[int, int, str]:
    if not _NUMBER.fullmatch(part):
        return (1, 0, part)
    digits = part.lstrip("0")
    return (0, len(digits), digits)


def _pair_by_order(images: Sequence[NamedImage], prompts: Sequence[Prompt]) -> Pairing:
    pairs = tuple(Pair(image=image, prompt=prompt) for image, prompt in zip(images, prompts, strict=False))
    alone = [_prompt_alone(prompt) for prompt in prompts[len(pairs) :]]
    return Pairing(pairs=pairs, mismatches=(*alone, *map(_image_alone, images[len(pairs) :])))


def _pair_by_name(images: Sequence[NamedImage], prompts: Sequence[Prompt]) -> Pairing:
    find = _finder(images)
    taken: dict[str, Prompt] = {}
    pairs: list[Pair] = []
    mismatches: list[Failure] = []
    for prompt in prompts:
        found = find(prompt.image) if prompt.image else []
        if len(found) != 1 or found[0].id in taken:
            mismatches.append(_why_unpaired(prompt, found, taken))
            continue
        taken[found[0].id] = prompt
        pairs.append(Pair(image=found[0], prompt=prompt))
    mismatches.extend(_image_alone(image) for image in images if image.id not in taken)
    return Pairing(pairs=tuple(pairs), mismatches=tuple(mismatches))


def _finder(images: Sequence[NamedImage]) -> Callable[[str], list[NamedImage]]:
    tiers: list[dict[str, list[NamedImage]]] = [defaultdict(list) for _ in range(3)]
    for image in images:
        for tier, key in zip(tiers, _keys(image.name), strict=True):
            tier[key].append(image)

    def find(name: str) -> list[NamedImage]:
        hits = (tier.get(key) for tier, key in zip(tiers, _keys(name), strict=True))
        return next((found for found in hits if found), [])

    return find


def _keys(name: str) -> tuple[str, str, str]:
    whole = fold(name.strip().replace("\\", "/"))
    last = whole.rsplit("/", 1)[-1]
    return whole, last, last.removesuffix(suffix_of(last))


def _why_unpaired(prompt: Prompt, found: Sequence[NamedImage], taken: dict[str, Prompt]) -> Failure:
    if not prompt.image:
        return _prompt_alone(prompt)
    name = quote(prompt.image)
    if not found:
        return _mismatch(
            "image_not_found", prompt.image, f"Line {prompt.line} names {name}, which was not uploaded."
        )
    if len(found) > 1:
        some = ", ".join(image.name for image in found[:5])
        detail = f"Line {prompt.line} names {name}, which fits {len(found)} images: {some}."
        return _mismatch("image_ambiguous", prompt.image, detail)
    other = taken[found[0].id].line
    return _mismatch(
        "image_taken", found[0].name, f"Line {prompt.line} names {name}, which line {other} already has."
    )


def _prompt_alone(prompt: Prompt) -> Failure:
    return _mismatch(
        "prompt_without_image",
        f"line {prompt.line}",
        f"The prompt of line {prompt.line}, {quote(prompt.text)}, has no image.",
    )


def _image_alone(image: NamedImage) -> Failure:
    return _mismatch("image_without_prompt", image.name, f"The image {quote(image.name)} has no prompt.")


_ADVICE = {
    "prompt_without_image": "Upload one more image, or remove the prompt.",
    "image_without_prompt": "Add a prompt for it, or leave the image out.",
    "image_not_found": "Upload the image, or correct its name in the prompts file.",
    "image_ambiguous": "Write the whole name, with folder and suffix.",
    "image_taken": "Give each image one prompt.",
}


def _mismatch(code: str, subject: str, detail: str) -> Failure:
    return Failure(code=code, subject=subject, detail=detail, advice=_ADVICE[code])
