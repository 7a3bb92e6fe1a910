"""How a selector pack says where one element of a page is."""

from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

Language = Literal["en", "pt", "de", "vi"]
Labels = dict[Language, tuple[str, ...]]
"""Accessible names or visible texts per language."""
Role = Literal[
    "alert",
    "button",
    "combobox",
    "dialog",
    "heading",
    "link",
    "listbox",
    "menu",
    "menuitem",
    "menuitemradio",
    "option",
    "radio",
    "radiogroup",
    "searchbox",
    "status",
    "tab",
    "textbox",
]


class PackData(BaseModel):
    """A part of a pack: never changed, and nothing in it that nobody reads."""

    model_config = ConfigDict(frozen=True, extra="forbid")


def all_names(labels: Labels) -> tuple[str, ...]:
    """Give the labels of all languages: an account's language is not known beforehand."""
    return tuple(name for names in labels.values() for name in names)


class Candidate(PackData):
    """One way to find an element; all that is given must hold at once."""

    role: Role | None = None
    label: Labels = Field(default_factory=dict)
    icon: str | None = None
    """The ligature of its icon: the one word that no language translates."""
    css: str | None = None
    whole: bool = True
    """Whether the label is the whole name, and not a part of it."""

    @model_validator(mode="after")
    def _finds_something(self) -> Self:
        if self.role is None and self.css is None and not self.label:
            raise ValueError("a candidate needs a role, a selector or a label")
        return self

    @property
    def names(self) -> tuple[str, ...]:
        """Its labels in all languages."""
        return all_names(self.label)


Target = Annotated[tuple[Candidate, ...], Field(min_length=1)]
"""One element, with the ways to find it in order of trust."""
SpareTarget = tuple[Candidate, ...]
"""An element that a generation may lack: empty where it does."""
