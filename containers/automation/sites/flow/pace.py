"""How long the driver waits for what, in seconds of the site's own time."""

from pydantic import BaseModel, ConfigDict, Field


class Pace(BaseModel):
    """Every waiting budget of a take; the clock factor shortens those that wait for the site's own work."""

    model_config = ConfigDict(frozen=True)

    clock_factor: float = Field(default=1.0, gt=0)
    """How many times faster than real the site's clock runs; 1 for the real site."""
    page_seconds: float = Field(default=30, gt=0)
    """For a page, pane or menu to show; browser and network speed, so never shortened."""
    poll_seconds: float = Field(default=10, gt=0)
    upload_tries: int = Field(default=3, ge=1, le=5)
    upload_seconds: float = Field(default=60, gt=0)
    """For one upload to turn up in the picker."""
    search_seconds: float = Field(default=4, gt=0)
    """For one search in the picker; fresh uploads miss two of three within 8 s."""
    submit_seconds: float = Field(default=30, gt=0)
    """From the paid click until its tiles are seen."""
    generation_seconds: float = Field(default=900, gt=0)
    queue_seconds: float = Field(default=3600, gt=0)
    """Extra time while the site says that the video waits in its own queue."""
    look_seconds: float = Field(default=20, gt=0)
    """For the tiles of a reopened project to show; never shortened, since a miss would be paid for twice."""
    download_tries: int = Field(default=8, ge=1, le=20)
    download_start_seconds: float = Field(default=20, gt=0)
    """From the click in the menu until the browser begins to save a file."""
    upscale_seconds: float = Field(default=300, gt=0)
    """From the click on an upscaled rendition until its file begins to come; never below the page budget."""
    upscale_tries: int = Field(default=2, ge=1, le=5)
    """Before the 720p file is taken instead."""
    download_seconds: float = Field(default=120, gt=0)
    """For one file to arrive; network speed, so never shortened."""
    download_wait_seconds: float = Field(default=20, gt=0)
    """Between two tries; the 720p rendition can answer 404 for a while after success."""

    def scaled(self, seconds: float, floor: float = 0.0) -> float:
        """Turn seconds of the site's time into seconds of ours, never below `floor`."""
        return max(seconds / self.clock_factor, floor)

    @property
    def poll(self) -> float:
        """Seconds between two looks at the tiles; a look itself costs the browser some milliseconds."""
        return self.scaled(self.poll_seconds, floor=0.1)

    @property
    def page_ms(self) -> float:
        """The page budget in milliseconds, as Playwright counts."""
        return self.page_seconds * 1000
