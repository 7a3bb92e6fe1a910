"""How long is waited for what, in seconds of the provider's own time."""

from pydantic import BaseModel, ConfigDict, Field


class VeoPace(BaseModel):
    """Every budget of a take; the clock factor shortens those that wait for the provider's own work."""

    model_config = ConfigDict(frozen=True)

    clock_factor: float = Field(default=1.0, gt=0)
    """How many times faster than real an imitation's clock runs; 1 for the real provider."""
    poll_seconds: float = Field(default=10, gt=0)
    generation_seconds: float = Field(default=1200, gt=0)
    """The longest that a generation may take; over three times what Google names for peak hours.

    Only after this long may a purchase without a trace be called never submitted.
    """
    generation_floor: float = Field(default=20, gt=0)
    """Network and rendering do not run faster because a clock does."""
    call_seconds: float = Field(default=120, gt=0)
    """For one call of the API, images included."""
    download_tries: int = Field(default=4, ge=1, le=10)
    download_seconds: float = Field(default=300, gt=0)
    """For one file to arrive; network speed, so never shortened."""
    download_wait_seconds: float = Field(default=5, gt=0)

    @property
    def poll(self) -> float:
        """Seconds between two looks at an operation."""
        return max(self.poll_seconds / self.clock_factor, 0.1)

    @property
    def longest(self) -> float:
        """The longest generation in seconds of ours."""
        return max(self.generation_seconds / self.clock_factor, self.generation_floor)

    @property
    def download_wait(self) -> float:
        """Seconds between two tries at a file."""
        return max(self.download_wait_seconds / self.clock_factor, 0.05)
