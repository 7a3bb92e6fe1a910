"""The choices of one generation, and the two ways in which a page can offer one."""

from typing import Annotated, Literal, get_args

from pydantic import Field, model_validator

from containers.automation.order import Order
from containers.automation.sites.flow.target import Labels, PackData, Target
from dailies.domain.errors import InvalidInput

AxisName = Literal["medium", "use", "model", "aspect", "resolution", "duration", "outputs"]
Place = Literal["pane", "composer"]
Choices = dict[AxisName, str]


class Toggle(PackData):
    """One element for each value, of which one is marked: radios, tabs."""

    kind: Literal["toggle"]
    axis: AxisName
    place: Place = "pane"
    mark: str = "aria-checked"
    """The attribute that is "true" on the chosen element."""
    values: dict[str, Target]
    absent_means: str | None = None
    """What accounts get that are not shown the row at all; None where every account has it."""


class Dropdown(PackData):
    """A button that shows the value and opens a list of all."""

    kind: Literal["dropdown"]
    axis: AxisName
    place: Place = "pane"
    button: Target
    items: Target
    label: Labels = Field(default_factory=dict)
    """Words on the button before its value."""
    values: dict[str, Labels] = Field(default_factory=dict)
    """The texts of each value; empty where the text is the value itself."""
    noise: str | None = None
    """A pattern of what stands beside the name in the list, such as a badge."""

    def texts(self, value: str) -> tuple[str, ...]:
        """Give the texts that mean the value, in all languages."""
        if not self.values:
            return (value,)
        return tuple(text for texts in self.values.get(value, {}).values() for text in texts)


Axis = Annotated[Toggle | Dropdown, Field(discriminator="kind")]


class Quote(PackData):
    """Where the page says what the next click costs."""

    place: Place = "pane"
    patterns: Annotated[tuple[str, ...], Field(min_length=1)]
    """Each with one group, the number of credits."""


class SettingsScreen(PackData):
    """Every axis of a generation, in the order in which they must be set: the model decides what others offer."""

    trigger: Target
    pane: Target
    axes: tuple[Axis, ...]
    fixed: Choices = Field(default_factory=dict)
    """Axes that this generation does not offer, with the value that one gets."""
    quote: Quote

    @model_validator(mode="after")
    def _covers_every_axis_once(self) -> "SettingsScreen":
        named = [axis.axis for axis in self.axes] + list(self.fixed)
        wanted = sorted(get_args(AxisName))
        if sorted(named) != wanted:
            raise ValueError(f"every axis is named once, in axes or fixed: {wanted}")
        return self


def choices_of(order: Order) -> Choices:
    """Say what stands on every axis for an order; takes are made at 720p and upscaled on download."""
    return {
        "medium": "video",
        "use": order.image_use.value,
        "model": order.model,
        "aspect": order.aspect.value,
        "resolution": "720p",
        "duration": str(order.duration),
        "outputs": str(order.outputs),
    }


def refuse_unknown(wanted: Choices, screen: SettingsScreen) -> None:
    """Raise InvalidInput for a choice that this generation of the site never offers."""
    offered: dict[AxisName, tuple[str, ...]] = {name: (value,) for name, value in screen.fixed.items()}
    offered |= {axis.axis: tuple(axis.values) for axis in screen.axes if axis.values}
    for name, values in offered.items():
        if wanted[name] not in values:
            raise InvalidInput(
                f"this generation of the site offers {name} {', '.join(values)}, not {wanted[name]}",
                code="not_offered",
                subject=name,
                advice=f"Choose one of: {', '.join(values)}.",
            )
