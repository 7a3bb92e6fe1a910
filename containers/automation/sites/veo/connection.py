"""Everything that is open towards the provider: one HTTP client, the API above it, and the storage beside it."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING

import httpx2

from containers.automation.sites.veo.bucket import Bucket
from containers.automation.sites.veo.credentials import Access, make_credentials
from containers.automation.sites.veo.pace import VeoPace
from dailies.domain.errors import SiteBlocked
from dailies.settings import Settings

if TYPE_CHECKING:
    from google.genai.client import AsyncClient

_STORAGE = "https://storage.googleapis.com"
_CONNECT_SECONDS = 10
_API_VERSION = "v1"


@dataclass(frozen=True)
class Connection:
    """What the takes of a container share."""

    api: "AsyncClient"
    bucket: Bucket
    access: Access
    pace: VeoPace


@asynccontextmanager
async def connect(settings: Settings, secret: str, pace: VeoPace) -> AsyncIterator[Connection]:
    """Open the provider; SiteBlocked where it is not set up. Nothing is sent before the first use."""
    from google import genai  # noqa: PLC0415 - heavy
    from google.genai import types  # noqa: PLC0415 - heavy

    if not (settings.veo_project and settings.veo_bucket):
        raise SiteBlocked(
            "The Veo API is not set up here.",
            code="veo_unauthorised",
            retryable=True,
            advice="Set the Google Cloud project and bucket, and store a service account's key.",
        )
    credentials = make_credentials(secret, settings.veo_url)
    timeout = httpx2.Timeout(pace.call_seconds, connect=_CONNECT_SECONDS)
    async with httpx2.AsyncClient(timeout=timeout, trust_env=not settings.veo_url) as http:
        client = genai.Client(
            vertexai=True,
            project=settings.veo_project,
            location=settings.veo_location,
            credentials=credentials,
            http_options=types.HttpOptions(
                base_url=settings.veo_url or None,
                api_version=_API_VERSION,
                timeout=round(pace.call_seconds * 1000),
                # Without these two the library sends a POST again after a lost connection: paid twice.
                httpx_async_client=http,
                retry_options=types.HttpRetryOptions(attempts=1),
            ),
        )
        try:
            access = Access(credentials)
            bucket = Bucket(
                http, access, root=settings.veo_url or _STORAGE, name=settings.veo_bucket, pace=pace
            )
            yield Connection(client.aio, bucket, access, pace)
        finally:
            client.close()
