"""Takes: reading them with their links, picking and rating them."""

from itertools import islice

from pydantic import BaseModel, ConfigDict

from dailies.domain.choosing import Choice
from dailies.domain.ids import JobId, Owner, VideoId
from dailies.domain.status import Status
from dailies.domain.units import Rendition, Video
from dailies.services.app import App
from dailies.telemetry.emf import emit
from dailies.telemetry.metrics import sample


class VideoView(BaseModel):
    """A video with its 4K rendition and short-lived links."""

    model_config = ConfigDict(frozen=True)

    video: Video
    rendition: Rendition | None
    url: str
    thumbnail_url: str | None
    rendition_url: str | None


def list_videos(
    app: App, owner: Owner, job: JobId, choice: Choice, *, after: VideoId | None, limit: int
) -> tuple[list[VideoView], bool]:
    """Read a page of those of a job's videos that are wanted, and tell whether there are more."""
    app.store.jobs.get(owner, job)
    renditions = {rendition.video_id: rendition for rendition in app.store.units.renditions(owner, job)}
    videos = app.store.videos.of_job(owner, job, after=after)
    wanted = (video for video in videos if choice.takes(video, renditions.get(video.video_id)))
    page = list(islice(wanted, limit + 1))
    shown = [_view(app, video, renditions.get(video.video_id)) for video in page[:limit]]
    return shown, len(page) > limit


def read_video(app: App, owner: Owner, video: VideoId) -> VideoView:
    """Read one video."""
    return _view(app, app.store.videos.get(owner, video), app.store.units.rendition(owner, video))


def _view(app: App, video: Video, rendition: Rendition | None) -> VideoView:
    ready = rendition.key if rendition and rendition.status is Status.SUCCEEDED else None
    return VideoView(
        video=video,
        rendition=rendition,
        url=app.links.download(video.media.key),
        thumbnail_url=app.links.download(video.thumbnail_key) if video.thumbnail_key else None,
        rendition_url=app.links.download(ready) if ready else None,
    )


def select_video(app: App, owner: Owner, video: VideoId, *, selected: bool) -> VideoView:
    """Pick or unpick a video."""
    now, is_changed = app.store.videos.select(owner, video, selected=selected)
    if selected and is_changed:
        emit([sample("TakesKept")])
    return _view(app, now, app.store.units.rendition(owner, video))


def give_feedback(
    app: App, owner: Owner, video: VideoId, *, rating: int | None, comment: str | None
) -> VideoView:
    """Replace what the user thinks of a video; None takes it back."""
    now = app.store.videos.change(owner, video, {"rating": rating, "comment": comment})
    return _view(app, now, app.store.units.rendition(owner, video))
