"""What is known of a reference image once it was decoded."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

ImageFormat = Literal["jpeg", "png", "webp"]

_EXTENSIONS: dict[ImageFormat, str] = {"jpeg": "jpg", "png": "png", "webp": "webp"}


class ImageFacts(BaseModel):
    """An image that decodes completely; its bytes are kept as they were sent."""

    model_config = ConfigDict(frozen=True)

    format: ImageFormat
    """By content, whatever the name says."""
    width: int
    """Pixels as stored, before the rotation that `orientation` asks for."""
    height: int
    """Pixels as stored, before the rotation that `orientation` asks for."""
    bytes: int
    sha256: str
    """Of the bytes as sent, in hexadecimal."""
    orientation: int = 1
    """As in EXIF, 1 to 8; 1 is upright."""

    @property
    def upright(self) -> tuple[int, int]:
        """Width and height as a person sees them, in pixels."""
        turned = self.orientation >= 5
        return (self.height, self.width) if turned else (self.width, self.height)

    @property
    def extension(self) -> str:
        """The suffix of its storage key, without a dot."""
        return _EXTENSIONS[self.format]

    @property
    def content_type(self) -> str:
        """The one media type that it is served with."""
        return f"image/{self.format}"
