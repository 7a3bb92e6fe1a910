"""What the site serves to an account: its generation of the pages, its language, its cohort, its settings."""

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from infra.local.flow.prices import Plan

Generation = Literal["A", "B", "C"]
Language = Literal["en", "pt", "de"]


class Settings(BaseModel):
    """What the settings pane shows; it stays between visits."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    mode: Literal["image", "video"] = "image"
    submode: Literal["text", "frames", "ingredients"] = "frames"
    """`text` is a mode of generation A alone: no picture at all."""
    aspect: Literal["16:9", "9:16", "4:3", "1:1", "3:4"] = "16:9"
    image_model: str = "Nano Banana 2.1"
    model: str = "Omni 1.1 Flash"
    resolution: Literal["360p", "720p"] = "720p"
    seconds: Literal[4, 6, 8, 10] = 10
    outputs: int = Field(default=1, ge=1, le=4)


class Profile(BaseModel):
    """Everything about an account that the admin API can choose and change."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    credits: int = Field(default=1000, ge=0)
    plan: Plan = "pro"
    challenge: str | None = None
    """A code that only a person knows; sign-in stops at a page that asks for it."""
    session_seconds: float | None = None
    generation: Generation = "C"
    language: Language = "en"
    agent_mode: bool = False
    agent_only: bool = False
    """Agent mode without the chip that leaves it."""
    duration_row: bool = True
    """Without it no seconds are to choose, and every clip has 8 of them."""
    lower_priority: bool = True
    """Whether the menu has the models marked so, where the plan has them."""
    frames_confirm: bool = False
    """Whether a frame must be confirmed with "Add to prompt", not only clicked."""
    offers_1080p: bool = True
    counts: Literal["x1", "1x"] = "x1"
    """How generation B writes the number of outputs."""
    shuffled_classes: bool = False
    slow: float = Field(default=1.0, ge=1, le=100)
    """How many times as long everything takes."""
    settings: Settings = Settings()
