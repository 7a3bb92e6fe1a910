"""Which prompt belongs to which images, and a name for everything that found no partner.

Where any prompt names an image, names decide: the whole name first, then the name without its folder, then
the name without its suffix too (a compressed photo changes from `.png` to `.jpg`); case and Unicode form do
not matter. Each image is the first of one prompt only; as a further one it may serve several. Otherwise order
decides: prompts as written, images by natural order of their names (`img2` before `img10`), in groups of as
many as each prompt takes.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Sequence

from pydantic import BaseModel, ConfigDict

from dailies.domain.failure import Failure
from dailies.domain.filenames import fold, suffix_of
from dailies.domain.mismatches import (
    end_image_unused,
    group_incomplete,
    image_alone,
    image_ambiguous,
    image_not_found,
    image_taken,
    prompt_alone,
    too_many_images,
)
from dailies.domain.prompts import Prompt

_NUMBER = re.compile(r"([0-9]+)")


class NamedImage(BaseModel):
    """An image of the job, by the name that its user knows."""

    model_config = ConfigDict(frozen=True)

    id: str
    name: str


class Pair(BaseModel):
    """One item to be: a prompt and its images."""

    model_config = ConfigDict(frozen=True)

    image: NamedImage
    more_images: tuple[NamedImage, ...] = ()
    """The last frame, or further references."""
    prompt: Prompt


class Grouping(BaseModel):
    """How many images belong to one prompt."""

    model_config = ConfigDict(frozen=True)

    by_order: int = 1
    most: int = 3
    """The most that a prompt may name."""
    frames: bool = False
    """Whether the images are the first and the last frame, so that an end image has a meaning."""


class Pairing(BaseModel):
    """All pairs in the order of generation, and each image or prompt that found no partner."""

    model_config = ConfigDict(frozen=True)

    pairs: tuple[Pair, ...]
    mismatches: tuple[Failure, ...]


ALONE = Grouping()


def pair(
    images: Sequence[NamedImage],
    prompts: Sequence[Prompt],
    *,
    prompt_for_all: bool = False,
    grouping: Grouping = ALONE,
) -> Pairing:
    """Pair images with prompts; with `prompt_for_all` a single prompt without a name serves every group."""
    ordered = sorted(images, key=lambda image: (natural_order(image.name), image.id))
    if any(prompt.names for prompt in prompts):
        return _pair_by_name(ordered, prompts, grouping)
    return _pair_by_order(ordered, prompts, grouping, prompt_for_all=prompt_for_all)


def natural_order(name: str) -> tuple[tuple[int, int, str], ...]:
    """Give a sorting key in which numbers count by value: `img2` before `img10`."""
    return tuple(_part_order(part) for part in _NUMBER.split(fold(name)) if part)


def _part_order(part: str) -> tuple[int, int, str]:
    if not _NUMBER.fullmatch(part):
        return (1, 0, part)
    digits = part.lstrip("0")
    return (0, len(digits), digits)


def _pair_by_order(
    images: Sequence[NamedImage], prompts: Sequence[Prompt], grouping: Grouping, *, prompt_for_all: bool
) -> Pairing:
    size = grouping.by_order
    groups = [images[start : start + size] for start in range(0, len(images), size)]
    short = [groups.pop()] if groups and len(groups[-1]) < size else []
    # A group that is not full keeps its prompt, so that one missing image is told of once.
    served = len(groups) + len(short)
    given = [prompts[0]] * served if prompt_for_all and len(prompts) == 1 else prompts
    pairs = tuple(
        Pair(image=group[0], more_images=tuple(group[1:]), prompt=prompt)
        for group, prompt in zip(groups, given, strict=False)
    )
    incomplete = [group_incomplete(group[0].name, len(group), size) for group in short]
    alone = [prompt_alone(prompt) for prompt in given[served:]]
    left = [image_alone(image.name) for group in groups[len(pairs) :] for image in group]
    return Pairing(pairs=pairs, mismatches=(*incomplete, *alone, *left))


def _pair_by_name(images: Sequence[NamedImage], prompts: Sequence[Prompt], grouping: Grouping) -> Pairing:
    find = _finder(images)
    taken: dict[str, int] = {}
    used: set[str] = set()
    pairs: list[Pair] = []
    mismatches: list[Failure] = []
    for prompt in prompts:
        found = [find(name) for name in prompt.names]
        used.update(image.id for fitting in found for image in fitting if len(fitting) == 1)
        why = _why_unpaired(prompt, found, taken, grouping)
        if why:
            mismatches.append(why)
            continue
        first, *more = (image for (image,) in found)
        taken[first.id] = prompt.line
        pairs.append(Pair(image=first, more_images=tuple(more), prompt=prompt))
    mismatches.extend(image_alone(image.name) for image in images if image.id not in used)
    return Pairing(pairs=tuple(pairs), mismatches=tuple(mismatches))


def _why_unpaired(
    prompt: Prompt, found: Sequence[Sequence[NamedImage]], taken: dict[str, int], grouping: Grouping
) -> Failure | None:
    if prompt.image is None:
        return prompt_alone(prompt)
    if prompt.end_image and not grouping.frames:
        return end_image_unused(prompt)
    if len(prompt.names) > grouping.most:
        return too_many_images(prompt, grouping.most)
    for name, fitting in zip(prompt.names, found, strict=True):
        if not fitting:
            return image_not_found(prompt, name)
        if len(fitting) > 1:
            return image_ambiguous(prompt, name, [image.name for image in fitting])
    first = found[0][0]
    other = taken.get(first.id)
    return None if other is None else image_taken(prompt, prompt.image, first.name, other)


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
