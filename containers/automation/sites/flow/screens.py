"""The screens of the site as a pack describes them."""

from typing import Annotated, Literal

from pydantic import Field

from containers.automation.sites.flow.target import PackData, SpareTarget, Target


class SignInScreen(PackData):
    """The page for strangers and the form behind it."""

    enter: Target
    email: Target
    password: Target
    next_step: Target
    refused: Target
    challenge: Target


class GalleryScreen(PackData):
    """The list of projects."""

    new_project: Target
    """As only this generation shows it, or a few of them."""
    project: Target
    """A link to a project."""


class ComposerScreen(PackData):
    """The prompt box of a project."""

    box: Target
    prompt: Target
    submit: Target
    agent_chip: SpareTarget = ()
    agent_mark: str = "aria-pressed"
    """The attribute that is "true" while the agent is on."""
    no_credits: SpareTarget = ()
    first_frame: Target
    last_frame: SpareTarget = ()
    add: Target
    """Opens the way to one more reference image."""
    chip: Target
    """An attached image, named after its file where `names_chips` is true."""
    names_chips: bool = True


class Library(PackData):
    """Images are uploaded to the project first and found by name in a picker."""

    kind: Literal["library"]
    open_upload: Target
    upload: Target
    picker: Target
    search: Target
    option: Target
    confirm: SpareTarget = ()


class Dialog(PackData):
    """Each image is uploaded in the dialog that its slot opens."""

    kind: Literal["dialog"]
    dialog: Target
    upload: Target
    crop: SpareTarget = ()
    """Ends the cutting of the image to the aspect, where the site asks for that."""
    search: SpareTarget = ()
    option: SpareTarget = ()
    """Uploaded images to choose from, named after their files; none where the upload itself is the choice."""
    confirm: SpareTarget = ()


Assets = Annotated[Library | Dialog, Field(discriminator="kind")]


class GridScreen(PackData):
    """The project's tiles, newest first; plain selectors, as one script reads them all at once."""

    tile: str
    pending: str
    percent: str = ""
    subtitle: str = ""
    """The prompt on a tile; what it says is never taken for the site's own words."""
    thumbnail: str
    failed: str = ""
    failed_icon: str | None = None
    error_title: str = ""
    error_text: str = ""
    disclaimer: str = ""
    disclaimers: tuple[str, ...]
    """Patterns of the sentence that nothing was charged, for a tile whose class names are unknown."""


class DownloadScreen(PackData):
    """A finished tile's menu."""

    path: Annotated[tuple[Target, ...], Field(min_length=1)]
    """What is clicked one after the other, the first on the tile, until the renditions show."""
    renditions: dict[Literal["720p", "1080p"], Target]
    upscaled: SpareTarget = ()
    """The button of a notice that a rendition is ready, where it does not arrive by itself."""
    media_hosts: tuple[str, ...]


class OverlayScreen(PackData):
    """What lies above a page."""

    reject_cookies: SpareTarget = ()
    news: SpareTarget = ()
    close_news: SpareTarget = ()
    rights: SpareTarget = ()
    notice: SpareTarget = ()
