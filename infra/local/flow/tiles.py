"""A tile: one output of one submission, from the queue to the finished clip."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from infra.local.flow.media_tools import ClipFacts
from infra.local.flow.profile import Settings

Role = Literal["start", "end", "reference"]
State = Literal["queued", "running", "blank", "ready", "failed"]


@dataclass(frozen=True)
class Submission:
    """One paid click."""

    id: str
    account: str
    project: str
    prompt: str
    settings: Settings
    pictures: tuple[Path, ...]
    picture_names: tuple[str, ...]
    roles: tuple[Role, ...]
    """What each picture is for."""
    attempt: int
    clip_price: int
    slow: float
    """How many times as long as usual it takes."""
    created: str
    """The day, as the tile shows it."""


@dataclass(eq=False)
class Tile:
    """One output while it is made and after."""

    id: str
    submission: Submission
    output: int
    folder: Path
    state: State = "queued"
    waiting: bool = False
    """Whether the queue notice is shown."""
    started: float | None = None
    lasts: float = 0.0
    """Virtual seconds that the percentage counts towards."""
    ready_at: float | None = None
    error: str | None = None
    charged: bool = True
    facts: ClipFacts | None = None
    downloads: int = 0
    removed: bool = False
    history: list[str] = field(default_factory=list)

    @property
    def is_image(self) -> bool:
        """Tell whether it is a picture, not a clip."""
        return self.submission.settings.mode == "image"

    @property
    def video(self) -> Path:
        """Give where its clip is, or will be."""
        return self.folder / f"{self.id}.mp4"

    @property
    def poster(self) -> Path:
        """Give where its thumbnail is, or will be."""
        return self.folder / f"{self.id}.jpg"

    def move(self, state: State) -> None:
        """Go to another state."""
        self.state, self.waiting = state, False
        self.history.append(state)

    def percent(self, now: float) -> int:
        """Give how far it seems; 100 is never shown."""
        if self.started is None or self.lasts <= 0:
            return 0
        return max(0, min(99, int(100 * (now - self.started) / self.lasts)))

    def shown(self, now: float) -> dict[str, Any]:
        """Give what the page may know of it."""
        prompt, settings = self.submission.prompt, self.submission.settings
        aspect = f"crop_{settings.aspect.replace(':', '_')} {settings.aspect}"
        parts = [settings.resolution, f"{settings.seconds}s {aspect}"]
        model = settings.image_model if self.is_image else settings.model
        return {
            "id": self.id,
            "title": " ".join(prompt.split())[:60],
            "prompt": prompt,
            "images": list(self.submission.picture_names),
            "kind": "image" if self.is_image else "video",
            "state": self.state,
            "percent": self.percent(now),
            "waiting": self.waiting,
            "error": self.error,
            "disclaimer": not self.charged,
            "created": f"Created {self.submission.created}",
            "details": " • ".join([model, aspect] if self.is_image else [model, *parts]),
            "first_of_batch": self.output == 1,
            "batch": self.submission.id,
        }
