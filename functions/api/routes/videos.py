"""Videos: seeing, picking, upscaling and delivering them."""

from collections.abc import Sequence

from dailies.domain.estimate import upscale_seconds
from dailies.domain.ids import VideoId
from dailies.domain.options import Quality
from dailies.domain.units import Video
from dailies.services.finishing import deliver, list_videos, read_video, select_video, upscale
from functions.api.call import CurrentCall
from functions.api.etag import tagged
from functions.api.models.paths import CursorQuery, JobPath, LimitQuery, VideoPath
from functions.api.models.requests import DownloadVideos, SelectVideo, UpscaleVideos
from functions.api.models.videos import DownloadStarted, UpscaleStarted, VideoAnswer, VideoPage
from functions.api.routing import new_router

router = new_router()

_WORKER_CORES = 4
"""vCPUs of one media container."""


@router.get("/api/videos/job/<job_id>", summary="List a job's videos", tags=["videos"], middlewares=[tagged])
def list_of_job(
    call: CurrentCall, job_id: JobPath, cursor: CursorQuery = None, limit: LimitQuery = 100
) -> VideoPage:
    """List a job's videos in the order of their items, with short-lived links."""
    place = call.read_cursor(cursor)
    after = VideoId(place) if place else None
    views, more = list_videos(call.app, call.owner, job_id, after=after, limit=limit)
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


@router.post("/api/videos/upscale", summary="Upscale videos to 4K", tags=["videos"])
def start_upscaling(call: CurrentCall, body: UpscaleVideos) -> UpscaleStarted:
    """Start upscaling videos of one job; those that are there at this quality already are left out."""
    task, videos = upscale(call.app, call.owner, body.video_ids, body.quality, request=call.seed.text)
    count = len(videos)
    words = f"Upscaling started for {count} video{'' if count == 1 else 's'}"
    return UpscaleStarted(
        started=task is not None,
        video_count=count,
        quality=body.quality,
        message=words if task else "These videos are there at this quality already",
        task_id=task.task_id if task else None,
        estimated_seconds=_estimate(videos, body.quality),
    )


@router.post("/api/videos/download", status_code=202, summary="Deliver videos as a ZIP", tags=["videos"])
def start_download(call: CurrentCall, body: DownloadVideos) -> DownloadStarted:
    """Start building one ZIP of videos of one job."""
    task, _ = deliver(
        call.app,
        call.owner,
        body.video_ids,
        folder=body.folder_name,
        resolution=body.resolution,
        request=call.seed.text,
    )
    count = len(body.video_ids)
    return DownloadStarted(
        delivery_id=task.task_id,
        task_id=task.task_id,
        message=f"Packing {count} video{'' if count == 1 else 's'} into one ZIP",
    )


def _estimate(videos: Sequence[Video], quality: Quality) -> int:
    return sum(upscale_seconds(video.media.frames, quality, _WORKER_CORES) for video in videos)
