"""The selector pack: one generation of the site as versioned data that is checked when it is read."""

from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from containers.automation.sites.flow.axes import SettingsScreen
from containers.automation.sites.flow.messages import MessagePattern
from containers.automation.sites.flow.screens import (
    Assets,
    ComposerScreen,
    DownloadScreen,
    GalleryScreen,
    GridScreen,
    OverlayScreen,
    SignInScreen,
)
from containers.automation.sites.flow.target import PackData, Target
from dailies.domain.verdicts import VERDICTS

NEWEST_FIRST = ("flow-c", "flow-b", "flow-a")
"""The packs that are tried on an unknown page, in this order."""


class Pack(PackData):
    """One generation of the site as the page objects see it."""

    name: str
    version: int = Field(ge=1)
    generation: Literal["A", "B", "C"]
    hosts: Annotated[tuple[str, ...], Field(min_length=1)]
    """Where the real site serves it; the first is its home."""
    home_path: str
    signed_out_path: str
    project_path: str
    """A project's path, with `{project}` where its id stands."""
    recognise: Target
    """What a signed-in visitor's list of projects shows in this generation and in no other."""
    icon_selector: str
    ligatures: tuple[str, ...]
    """Icon names that browsers may count into an element's accessible name."""
    reference_duration: int
    """The only length, in seconds, at which the site keeps reference images instead of dropping them."""
    most_references: int = Field(ge=1)
    sign_in: SignInScreen
    gallery: GalleryScreen
    composer: ComposerScreen
    settings: SettingsScreen
    assets: Assets
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

    @model_validator(mode="after")
    def _says_where_the_id_stands(self) -> Self:
        if self.project_path.count("{project}") != 1:
            raise ValueError("project_path holds {project} once")
        return self

    @property
    def label(self) -> str:
        """Name the pack for people, such as `flow-c v1`."""
        return f"{self.name} v{self.version}"


def read_pack(text: str) -> Pack:
    """Check the text of a pack file; pydantic's ValidationError names each wrong place."""
    return Pack.model_validate_json(text)


@cache
def load_pack(name: str) -> Pack:
    """Read a pack of ours by its name, such as `flow-c`."""
    return read_pack((files(__package__) / "packs" / f"{name}.json").read_text(encoding="utf-8"))


def load_packs() -> tuple[Pack, ...]:
    """Read all packs of ours, newest generation first."""
    return tuple(load_pack(name) for name in NEWEST_FIRST)


def packs_folder() -> Path:
    """Give the folder of our pack files."""
    return Path(str(files(__package__) / "packs"))
