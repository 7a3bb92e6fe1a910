"""Videos: seeing, picking and rating them."""

from dailies.domain.choosing import Choice
from dailies.domain.ids import VideoId
from dailies.services.videos import give_feedback, list_videos, read_video, select_video
from functions.api.call import CurrentCall
from functions.api.etag import tagged
from functions.api.models.paths import (
    CursorQuery,
    FlagQuery,
    JobPath,
    LimitQuery,
    MinRatingQuery,
    RatedQuery,
    SelectedQuery,
    UpscaledQuery,
    VideoPath,
)
from functions.api.models.requests import GiveFeedback, SelectVideo
from functions.api.models.videos import VideoAnswer, VideoPage
from functions.api.routing import new_router

router = new_router()


@router.get("/api/videos/job/<job_id>", summary="List a job's videos", tags=["videos"], middlewares=[tagged])
def list_of_job(
    *,
    call: CurrentCall,
    job_id: JobPath,
    selected: SelectedQuery = None,
    rated: RatedQuery = None,
    min_rating: MinRatingQuery = None,
    flag: FlagQuery = None,
    upscaled: UpscaledQuery = None,
    cursor: CursorQuery = None,
    limit: LimitQuery = 100,
) -> VideoPage:
    """List a job's videos, or those that all filters hold for, in the order of their items, with short-lived links."""
    choice = Choice(selected=selected, rated=rated, min_rating=min_rating, flag=flag, upscaled=upscaled)
    place = call.read_cursor(cursor)
    after = VideoId(place) if place else None
    views, more = list_videos(call.app, call.owner, job_id, choice, after=after, limit=limit)
    return VideoPage(
        videos=[VideoAnswer.of(view) for view in views],
        next_cursor=call.next_cursor(views[-1].video.video_id if more else None),
    )


@router.get("/api/videos/<video_id>", summary="Read a video", tags=["videos"], middlewares=[tagged])
def read(call: CurrentCall, video_id: VideoPath) -> VideoAnswer:
    """Read one video, with short-lived links to its renditions and its thumbnail."""
    return VideoAnswer.of(read_video(call.app, call.owner, video_id))


@router.put("/api/videos/<video_id>/select", summary="Pick or unpick a video", tags=["videos"])
def select(call: CurrentCall, video_id: VideoPath, body: SelectVideo) -> VideoAnswer:
    """Pick or unpick a video."""
    return VideoAnswer.of(select_video(call.app, call.owner, video_id, selected=body.selected))


@router.put("/api/videos/<video_id>/feedback", summary="Rate a video", tags=["videos"])
def rate(call: CurrentCall, video_id: VideoPath, body: GiveFeedback) -> VideoAnswer:
    """Replace the rating and the comment of a video; what is left out or null is taken back."""
    given = give_feedback(call.app, call.owner, video_id, rating=body.rating, comment=body.comment or None)
    return VideoAnswer.of(given)
