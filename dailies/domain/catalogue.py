"""What each provider offers and what it costs; names, prices and limits are data (`providers.json`)."""

from datetime import date
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from dailies.domain.characters import quote
from dailies.domain.errors import InvalidInput
from dailies.domain.options import Aspect, ImageUse, Options, Provider, TakeResolution

Plan = Literal["pro", "ultra"]
Credits = Annotated[int, Field(ge=0)]
Seconds = Annotated[int, Field(ge=1, le=60)]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Capabilities(_Data):
    """What a provider can be asked for."""

    aspects: tuple[Aspect, ...]
    durations: tuple[Seconds, ...]
    most_outputs: int = Field(ge=1)
    resolutions: tuple[TakeResolution, ...]
    image_uses: tuple[ImageUse, ...]
    most_frames: int = Field(ge=0)
    most_references: int = Field(ge=0)
    reference_durations: tuple[Seconds, ...]
    """Where references are kept: at other lengths the site drops them silently and charges."""
    audio: tuple[bool, ...]
    """Whether sound can be had, and whether it can be left out."""

    def most_images(self, use: ImageUse) -> int:
        """Say how many images one prompt may have."""
        return self.most_frames if use is ImageUse.FRAMES else self.most_references


class Model(_Data):
    """A model by the name that users write, with what one take of it costs."""

    name: str
    provider_id: str | None = None
    """What the provider's API calls it."""
    credits: dict[Plan, dict[Seconds, Credits]] = Field(default_factory=dict)
    """For one take, by the account's plan and the take's length; what is absent is not offered."""
    usd_per_second: dict[TakeResolution, Decimal] = Field(default_factory=dict)

    def credits_of_take(self, duration: int) -> tuple[int, ...]:
        """Give the prices of one take under the plans that offer it, cheapest first."""
        return tuple(sorted(lengths[duration] for lengths in self.credits.values() if duration in lengths))


class _Offer(_Data):
    capabilities: Capabilities
    models: tuple[Model, ...] = Field(min_length=1)


class _Catalogue(_Data):
    checked: date
    """When names and prices were last compared with the providers' own."""
    providers: dict[Provider, _Offer]


@cache
def _catalogue() -> _Catalogue:
    text = (files("dailies.domain") / "providers.json").read_text(encoding="utf-8")
    return _Catalogue.model_validate_json(text)


def checked_on() -> date:
    """Say when names and prices were last compared with the providers' own."""
    return _catalogue().checked


def capabilities(provider: Provider) -> Capabilities:
    """Say what a provider can be asked for."""
    return _catalogue().providers[provider].capabilities


def models(provider: Provider) -> tuple[Model, ...]:
    """List a provider's models."""
    return _catalogue().providers[provider].models


def find_model(provider: Provider, name: str) -> Model:
    """Find a model by its whole name; raises InvalidInput `unknown_model` that names what there is."""
    known = models(provider)
    for model in known:
        if model.name == name:
            return model
    # Never the nearest: "Veo 3.1 - Lite" and its "[Lower Priority]" twin are billed differently.
    fits = [model.name for model in known if name.casefold() in model.name.casefold()]
    several = f" It fits {len(fits)} of them: {', '.join(fits)}." if len(fits) > 1 else ""
    raise InvalidInput(
        f"{provider} has no model of the name {quote(name)}.{several}",
        code="unknown_model",
        subject="model",
        advice=f"Write one of these names in full: {', '.join(model.name for model in known)}.",
    )


def quote_credits(options: Options, items: int) -> int:
    """Quote the credits of that many items on the dearest plan that offers them; 0 where money is billed."""
    return _clips(options, items) * max(_prices(options), default=0)


def least_credits(options: Options, items: int) -> int:
    """Quote the same on the cheapest plan: what the job costs whatever the account's plan is."""
    return _clips(options, items) * min(_prices(options), default=0)


def quote_usd(options: Options, items: int) -> Decimal | None:
    """Quote the money that many items cost; None where credits are spent."""
    price = find_model(options.provider, options.model).usd_per_second.get(options.resolution)
    return None if price is None else price * options.duration * _clips(options, items)


def _clips(options: Options, items: int) -> int:
    return items * options.outputs


def _prices(options: Options) -> tuple[int, ...]:
    return find_model(options.provider, options.model).credits_of_take(options.duration)
