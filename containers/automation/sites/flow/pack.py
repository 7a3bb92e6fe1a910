"""The selector pack: where things are on the site's pages, as versioned data."""

from functools import cache
from importlib.resources import files
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, model_validator

from containers.automation.sites.flow.messages import MessagePattern
from dailies.domain.verdicts import VERDICTS

Language = Literal["en", "pt", "de"]
Role = Literal[
    "button", "dialog", "heading", "link", "menuitem", "option", "radio", "radiogroup", "searchbox", "textbox"
]


class _Data(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Candidate(_Data):
    """One way to find an element; all that is given must hold at once."""

    role: Role | None = None
    label: dict[Language, tuple[str, ...]] = Field(default_factory=dict)
    """Accessible names or visible texts per language."""
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
        """Its labels in all languages: an account's language is not known beforehand."""
        return tuple(name for names in self.label.values() for name in names)


Target = Annotated[tuple[Candidate, ...], Field(min_length=1)]
"""One element, with the ways to find it in order of trust."""


class SignInScreen(_Data):
    """The page for strangers and the form behind it."""

    enter: Target
    email: Target
    password: Target
    next_step: Target
    refused: Target
    challenge: Target


class GalleryScreen(_Data):
    """The list of projects."""

    new_project: Target


class ComposerScreen(_Data):
    """The prompt box of a project."""

    box: Target
    prompt: Target
    settings: Target
    submit: Target
    agent_chip: Target
    no_credits: Target
    first_frame: Target
    add: Target
    chip: Target


class SettingsScreen(_Data):
    """The pane with every axis of a generation."""

    pane: Target
    video: Target
    ingredients: Target
    frames: Target
    portrait: Target
    landscape: Target
    resolution: Target
    low_resolution: Target
    durations: dict[str, Target]
    counts: dict[str, Target]
    model: Target
    model_items: Target
    quote: str


class AssetScreen(_Data):
    """The upload menu and the asset picker."""

    open_upload: Target
    upload: Target
    picker: Target
    search: Target
    option: Target
    confirm: Target


class GridScreen(_Data):
    """The project's tiles, newest first; plain selectors, as one script reads them all at once."""

    tile: str
    pending: str
    percent: str
    subtitle: str
    thumbnail: str
    failed: str
    error_title: str
    error_text: str
    disclaimer: str


class DownloadScreen(_Data):
    """A tile's menu."""

    more: Target
    download: Target
    original: Target
    media_hosts: tuple[str, ...]


class OverlayScreen(_Data):
    """What lies above a page."""

    reject_cookies: Target
    news: Target
    close_news: Target
    rights: Target
    notice: Target


class Pack(_Data):
    """One generation of the site as the page objects see it."""

    name: str
    version: int = Field(ge=1)
    generation: Literal["A", "B", "C"]
    signed_out_path: str
    project_path: str
    icon_selector: str
    ligatures: tuple[str, ...]
    """Icon names that browsers may count into an element's accessible name."""
    default_duration: int
    """Seconds where the site shows no choice."""
    reference_duration: int
    """The only length, in seconds, at which the site keeps reference images instead of dropping them."""
    sign_in: SignInScreen
    gallery: GalleryScreen
    composer: ComposerScreen
    settings: SettingsScreen
    assets: AssetScreen
    grid: GridScreen
    download: DownloadScreen
    overlays: OverlayScreen
    account: tuple[str, ...]
    """Selectors of what shows whose account it is; blanked in evidence."""
    messages: tuple[MessagePattern, ...]

    @model_validator(mode="after")
    def _knows_its_categories(self) -> Self:
        unknown = {message.category for message in self.messages} - set(VERDICTS)
        if unknown:
            raise ValueError(f"no verdict for {sorted(unknown)}")
        return self


@cache
def load_pack(name: str) -> Pack:
    """Read and check a pack by its name, such as `flow-c`."""
    text = (files(__package__) / "packs" / f"{name}.json").read_text(encoding="utf-8")
    return Pack.model_validate_json(text)
