"""What is told of an image or a prompt that found no partner."""

from collections.abc import Sequence

from dailies.domain.characters import quote
from dailies.domain.failure import Failure
from dailies.domain.prompts import Prompt

_ADVICE = {
    "prompt_without_image": "Upload one more image, or remove the prompt.",
    "image_without_prompt": "Add a prompt for it, or leave the image out.",
    "image_not_found": "Upload the image, or correct its name in the prompts file.",
    "image_ambiguous": "Write the whole name, with folder and suffix.",
    "image_taken": "Give each image one prompt.",
    "group_incomplete": "Upload the missing images, or change how many images a prompt takes.",
    "too_many_images": "Name fewer images for this prompt.",
    "end_image_unused": "Set image_use to frames, or leave end_image out.",
}


def prompt_alone(prompt: Prompt) -> Failure:
    """Tell of a prompt without an image."""
    detail = f"The prompt of line {prompt.line}, {quote(prompt.text)}, has no image."
    return _mismatch("prompt_without_image", f"line {prompt.line}", detail)


def image_alone(name: str) -> Failure:
    """Tell of an image without a prompt."""
    return _mismatch("image_without_prompt", name, f"The image {quote(name)} has no prompt.")


def group_incomplete(name: str, count: int, size: int) -> Failure:
    """Tell of images that are too few to make up a group; `name` is the first one's."""
    detail = f"From {quote(name)} on there are {count} images where each prompt takes {size}."
    return _mismatch("group_incomplete", name, detail)


def image_not_found(prompt: Prompt, name: str) -> Failure:
    """Tell of a name that no image has."""
    return _mismatch(
        "image_not_found", name, f"Line {prompt.line} names {quote(name)}, which was not uploaded."
    )


def image_ambiguous(prompt: Prompt, name: str, fitting: Sequence[str]) -> Failure:
    """Tell of a name that several images have."""
    some = ", ".join(fitting[:5])
    detail = f"Line {prompt.line} names {quote(name)}, which fits {len(fitting)} images: {some}."
    return _mismatch("image_ambiguous", name, detail)


def image_taken(prompt: Prompt, name: str, image: str, other: int) -> Failure:
    """Tell of an image that an earlier line begins with already; `other` is that line."""
    detail = f"Line {prompt.line} names {quote(name)}, which line {other} already has."
    return _mismatch("image_taken", image, detail)


def too_many_images(prompt: Prompt, most: int) -> Failure:
    """Tell of a prompt that names more images than it can have."""
    detail = f"Line {prompt.line} names {len(prompt.names)} images; a prompt takes at most {most}."
    return _mismatch("too_many_images", f"line {prompt.line}", detail)


def end_image_unused(prompt: Prompt) -> Failure:
    """Tell of a last frame in a job whose images are references."""
    detail = f"Line {prompt.line} names an end image, and the job's images are references."
    return _mismatch("end_image_unused", f"line {prompt.line}", detail)


def _mismatch(code: str, subject: str, detail: str) -> Failure:
    return Failure(code=code, subject=subject, detail=detail, advice=_ADVICE[code])
