"""Whether a provider can do what a job asks for; each thing that it cannot is named."""

from collections.abc import Iterator

from dailies.domain.catalogue import capabilities, find_model
from dailies.domain.errors import InvalidInput
from dailies.domain.failure import Failure
from dailies.domain.options import ImageUse, Options, Provider

_ADVICE = "Change each thing that is named under `problems`, or choose another provider."


def refuse_beyond(options: Options) -> None:
    """Raise InvalidInput `not_offered` for what the provider, or the one it fails over to, cannot do."""
    problems = tuple(_problems(options))
    if problems:
        raise InvalidInput(
            " ".join(problem.detail for problem in problems),
            code="not_offered",
            subject=problems[0].subject,
            advice=problems[0].advice if len(problems) == 1 else _ADVICE,
            problems=problems,
        )


def _problems(options: Options) -> Iterator[Failure]:
    yield from _beyond(options, options.provider)
    if options.failover is options.provider:
        detail = f"{options.provider} cannot take over from itself."
        yield _beside("failover", detail, "Name the other provider, or none.")
    elif options.failover:
        yield from _beyond(options, options.failover)


def _beyond(options: Options, provider: Provider) -> Iterator[Failure]:
    can = capabilities(provider)
    asked = (
        ("aspect", options.aspect, can.aspects),
        ("duration", options.duration, can.durations),
        ("resolution", options.resolution, can.resolutions),
        ("image_use", options.image_use, can.image_uses),
    )
    for name, value, offered in asked:
        if value not in offered:
            yield _beside(name, f"{provider} offers no {name} {value}.", f"Choose {_listed(offered)}.")
    if options.outputs > can.most_outputs:
        detail = f"{provider} makes at most {can.most_outputs} outputs of a prompt, not {options.outputs}."
        yield _beside("outputs", detail, f"Ask for {can.most_outputs} or fewer.")
    if options.audio not in can.audio:
        yield _beside("audio", f"{provider} cannot {_sound(options)}.", "Change `audio`, or the provider.")
    yield from _images(options, provider)
    yield from _model(options, provider)


def _images(options: Options, provider: Provider) -> Iterator[Failure]:
    can = capabilities(provider)
    most = can.most_images(options.image_use)
    if options.images_per_prompt > most:
        detail = f"{provider} takes at most {most} {options.image_use}, not {options.images_per_prompt}."
        yield _beside("images_per_prompt", detail, f"Use {most} images for each prompt.")
    lengths = can.reference_durations
    if options.image_use is ImageUse.REFERENCES and options.duration not in lengths:
        detail = (
            f"{provider} keeps reference images at {_listed(lengths)} seconds only, not {options.duration}."
        )
        yield _beside("duration", detail, f"Choose {_listed(lengths)} seconds, or use the images as frames.")


def _model(options: Options, provider: Provider) -> Iterator[Failure]:
    try:
        model = find_model(provider, options.model)
    except InvalidInput as unknown:
        yield unknown.failure
        return
    if model.credits and not model.credits_of_take(options.duration):
        detail = f"{provider} does not make {options.duration} seconds with {model.name}."
        yield _beside("duration", detail, "Choose another duration or model.")
    if model.usd_per_second and options.resolution not in model.usd_per_second:
        detail = f"{provider} does not make {options.resolution} with {model.name}."
        yield _beside("resolution", detail, "Choose another resolution or model.")


def _sound(options: Options) -> str:
    return "make sound" if options.audio else "leave the sound out"


def _listed(values: tuple[object, ...]) -> str:
    return " or ".join(str(value) for value in values)


def _beside(name: str, detail: str, advice: str) -> Failure:
    return Failure(code="not_offered", subject=name, detail=detail, advice=advice)
