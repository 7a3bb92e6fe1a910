"""The provider's storage, over its JSON API: what lies under a prefix, and its bytes."""

import asyncio
import base64
import hashlib
from pathlib import Path
from urllib.parse import quote

import httpx2
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from containers.automation.sites.veo.credentials import Access
from containers.automation.sites.veo.pace import VeoPace
from containers.automation.sites.veo.refusals import Answer, refusal, unavailable
from dailies.domain.errors import SiteFailure, SourceRejected
from dailies.media.boxes import read_boxes

CLIP_BYTES = 1024**3
"""Far above any clip that is sold; more is no clip."""
_CHUNK = 256 * 1024
_MOST_LISTED = 100


class Stored(BaseModel):
    """One object."""

    model_config = ConfigDict(frozen=True)

    name: str = Field(max_length=1024)
    size: int = Field(ge=0)
    generation: str = Field(pattern=r"^\d{1,20}$")
    """The version: a later write under the same name is another one."""
    md5: str | None = Field(default=None, alias="md5Hash")
    """In base 64; missing for an object that was put together from parts."""


class _Listing(BaseModel):
    items: tuple[Stored, ...] = ()


class Bucket:
    """One bucket, read only."""

    def __init__(
        self, http: httpx2.AsyncClient, access: Access, *, root: str, name: str, pace: VeoPace
    ) -> None:
        """Take the client, what signs its requests, and the root of the storage service."""
        self._http, self._access, self._pace = http, access, pace
        self._objects = f"{root.rstrip('/')}/storage/v1/b/{quote(name, safe='')}/o"
        self.name = name

    async def list_clips(self, prefix: str) -> tuple[Stored, ...]:
        """List the MP4 files under a prefix, by name; SiteFailure says why it cannot be told."""
        headers = await self._access.headers()
        params: dict[str, str | int] = {"prefix": prefix, "maxResults": _MOST_LISTED}
        try:
            answer = await self._http.get(self._objects, params=params, headers=headers)
            if answer.status_code != httpx2.codes.OK:
                raise refusal(_told(answer), charged=None)
            found = _Listing.model_validate_json(answer.content).items
        except httpx2.TransportError as error:
            raise unavailable(type(error).__name__, charged=None) from error
        except ValidationError as error:
            raise unavailable("its storage answered something else", charged=None) from error
        return tuple(sorted((one for one in found if one.name.endswith(".mp4")), key=lambda one: one.name))

    async def save(self, stored: Stored, path: Path) -> None:
        """Write an object to `path`, checked against its size, its hash and its form, or nothing."""
        part = path.with_name(path.name + ".part")
        fault = "nothing arrived"
        try:
            for _ in range(self._pace.download_tries):
                try:
                    async with asyncio.timeout(self._pace.download_seconds):
                        fault = await self._fetch(stored, part)
                except (httpx2.TransportError, TimeoutError) as error:
                    fault = type(error).__name__
                if not fault:
                    part.replace(path)
                    return
                await asyncio.sleep(self._pace.download_wait)
        finally:
            part.unlink(missing_ok=True)
        raise SiteFailure(
            f"The clip cannot be downloaded: {fault}.",
            code="download_failed",
            charged=True,
            retryable=True,
            advice="It is paid for and kept by the provider; it is fetched again.",
        )

    async def _fetch(self, stored: Stored, part: Path) -> str:
        """Fetch once; say what is wrong with what arrived, "" for nothing."""
        headers = await self._access.headers()
        address = f"{self._objects}/{quote(stored.name, safe='')}"
        params = {"alt": "media", "generation": stored.generation}
        async with self._http.stream("GET", address, params=params, headers=headers) as answer:
            if answer.status_code != httpx2.codes.OK:
                await answer.aread()
                if answer.status_code in {401, 403}:
                    raise refusal(_told(answer), charged=True)
                return f"the storage answered {answer.status_code}"
            return await _write(answer, part, stored)


async def _write(answer: httpx2.Response, part: Path, stored: Stored) -> str:
    digest = hashlib.md5(usedforsecurity=False)
    size, most = 0, min(stored.size, CLIP_BYTES)
    with part.open("wb") as file:
        async for chunk in answer.aiter_bytes(_CHUNK):
            size += len(chunk)
            if size > most:
                return f"over {most} bytes arrived"
            digest.update(chunk)
            await asyncio.to_thread(file.write, chunk)
    if size != stored.size:
        return f"{size} of {stored.size} bytes arrived"
    if stored.md5 is not None and base64.b64encode(digest.digest()).decode() != stored.md5:
        return "the bytes are not those that were stored"
    return await asyncio.to_thread(_form_fault, part)


def _form_fault(path: Path) -> str:
    """Tell a whole MP4 from a picture, an error page, or half a file, by its boxes alone."""
    try:
        kinds = [box.kind for box in read_boxes(path)]
    except SourceRejected as error:
        return str(error)
    return "" if kinds[:1] == ["ftyp"] and {"moov", "mdat"} <= set(kinds) else "the file is no MP4 video"


def _told(answer: httpx2.Response) -> Answer:
    return Answer(status=answer.status_code, message=answer.text[:2000])
