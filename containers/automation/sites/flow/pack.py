"""The selector pack: one generation of the site as versioned data that is checked when it is read."""

from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from typing import Annotated, Self

from pydantic import Field, model_validator

from containers.automation.sites.flow.axes import SettingsScreen
from containers.automation.sites.flow.messages import MessagePattern, load_messages
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


class Pack(PackData):
    """One generation of the site as the page objects see it."""

    name: str = Field(pattern="^flow-[a-z]$")
    version: int = Field(ge=1)
    generation: str = Field(pattern="^[A-Z]$")
    """Later letters are newer, and tried first on an unknown page."""
    hosts: Annotated[tuple[str, ...], Field(min_length=1)]
    """Where the real site serves it; the first is its home."""
    home_path: str
    signed_out_path: str
    project_path: str
    """A project's path, with `{project}` where its id stands."""
    recognise: Target
    """What a project's page shows in this generation and in no other."""
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
    own_messages: tuple[MessagePattern, ...] = ()
    """Sentences of this generation alone, which come before those that all share."""

    @model_validator(mode="after")
    def _says_where_the_id_stands(self) -> Self:
        if self.project_path.count("{project}") != 1:
            raise ValueError("project_path holds {project} once")
        return self

    @property
    def messages(self) -> tuple[MessagePattern, ...]:
        """Give every sentence that this generation says, with what it means."""
        return self.own_messages + load_messages()

    @property
    def label(self) -> str:
        """Name the pack for people, such as `flow-c v1`."""
        return f"{self.name} v{self.version}"


def read_pack(text: str) -> Pack:
    """Check the text of a pack file; pydantic's ValidationError names each wrong place."""
    return Pack.model_validate_json(text)


@cache
def load_packs() -> tuple[Pack, ...]:
    """Read every pack in the folder, newest generation first."""
    texts = [one.read_text(encoding="utf-8") for one in packs_folder().iterdir() if _is_pack(one.name)]
    return tuple(sorted(map(read_pack, texts), key=lambda pack: pack.generation, reverse=True))


def load_pack(name: str) -> Pack:
    """Give one of our packs by its name, such as `flow-c`."""
    return next(pack for pack in load_packs() if pack.name == name)


def packs_folder() -> Traversable:
    """Give the folder of our pack files."""
    return files(__package__) / "packs"


def _is_pack(name: str) -> bool:
    return name.startswith("flow-") and name.endswith(".json")
