"""Uploads: slots to send files to, and their end where it must be told."""

import mimetypes

from dailies.domain.filenames import display_name
from dailies.services.drafting import take_back
from dailies.services.resending import read_parts
from dailies.services.uploading import FileToSend, complete_upload, request_uploads
from functions.api.call import CurrentCall
from functions.api.etag import tagged
from functions.api.models.jobs import UploadAnswer
from functions.api.models.paths import JobPath, UploadPath
from functions.api.models.requests import CompleteUpload, FileEntry, RequestUploads
from functions.api.models.uploads import PartsAnswer, SlotAnswer, Slots
from functions.api.routing import new_router

router = new_router()

_TYPES = mimetypes.MimeTypes()
_TYPES.add_type("image/webp", ".webp")
_ANY_TYPE = "application/octet-stream"


@router.post("/api/jobs/<job_id>/upload", summary="Ask for upload slots", tags=["uploads"])
def request_slots(call: CurrentCall, job_id: JobPath, body: RequestUploads) -> Slots:
    """Get a slot for each image, prompts file or ZIP; what arrives in them is checked."""
    files = [_file(entry) for entry in body.files]
    slots = request_uploads(call.app, call.owner, job_id, files, seed=call.seed.text)
    return Slots(uploads=[SlotAnswer.of(slot) for slot in slots])


@router.post(
    "/api/jobs/<job_id>/uploads/<upload_id>/complete", summary="Complete an upload", tags=["uploads"]
)
def complete(call: CurrentCall, job_id: JobPath, upload_id: UploadPath, body: CompleteUpload) -> UploadAnswer:
    """Say that a file is sent, where its slot asks for that: its parts are put together, and it is checked."""
    return UploadAnswer.of(complete_upload(call.app, call.owner, job_id, upload_id, body.etags))


@router.delete(
    "/api/jobs/<job_id>/uploads/<upload_id>", status_code=204, summary="Take a file back", tags=["uploads"]
)
def remove(call: CurrentCall, job_id: JobPath, upload_id: UploadPath) -> None:
    """Remove one file from a job that has not been started, with all that was found in it."""
    take_back(call.app, call.owner, job_id, upload_id)


@router.get(
    "/api/jobs/<job_id>/uploads/<upload_id>/parts",
    summary="Go on with an upload in parts",
    tags=["uploads"],
    middlewares=[tagged],
)
def parts(call: CurrentCall, job_id: JobPath, upload_id: UploadPath) -> PartsAnswer:
    """Read which parts of a large file have arrived, with fresh links for the others."""
    return PartsAnswer.of(read_parts(call.app, call.owner, job_id, upload_id))


def _file(entry: FileEntry) -> FileToSend:
    guessed = _TYPES.guess_type(entry.name)[0] or _ANY_TYPE
    return FileToSend(
        name=display_name(entry.name), size=entry.size, content_type=entry.content_type or guessed
    )
