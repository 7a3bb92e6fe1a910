"""A whole API over HTTP: the real handler and use cases, and a store that moto keeps. It can be told to fail."""

import json
import socket
import threading
from collections.abc import AsyncIterator, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email.parser import BytesParser
from email.policy import HTTP
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from dailies.domain.ids import Owner, TaskId
from dailies.domain.scopes import Scope
from dailies.services.app import App
from dailies.services.receiving import receive
from functions.api.serving import Api
from tests.cli.crew import Crew

GUEST = Owner("guest")
"""Whoever calls: the house has no sign-in, as if its gateway had let one caller in."""
_METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE"]


@dataclass
class Faults:
    """What the house does wrong next, and what it has seen."""

    object_statuses: list[int] = field(default_factory=list)
    """Answers to object requests instead of the right ones."""
    api_statuses: list[int] = field(default_factory=list)
    """Answers of the API instead of the right ones, given after what was asked is done."""
    cut_after: list[int] = field(default_factory=list)
    """Bytes after which a download breaks off."""
    ranges: list[str | None] = field(default_factory=list)
    """The Range header of each download."""


class House:
    """The API and the store behind one port."""

    def __init__(self, app: App, url: str) -> None:
        self.app, self.url = app, url
        self.crew = Crew(app)
        self.faults = Faults()
        self._api = Api(app)
        self._lock = threading.Lock()

    @property
    def site(self) -> Starlette:
        """The ASGI app."""
        return Starlette(
            routes=[
                Route("/api/{rest:path}", self._answer_api, methods=_METHODS),
                Route("/{bucket}", self._take_form, methods=["POST"]),
                Route("/{bucket}/{key:path}", self._take, methods=["PUT"]),
                Route("/{bucket}/{key:path}", self._give, methods=["GET"]),
            ]
        )

    async def _answer_api(self, request: Request) -> Response:
        event = _event(request, await request.body())
        answer = await run_in_threadpool(self._handle, event)
        if self.faults.api_statuses:
            return Response(status_code=self.faults.api_statuses.pop(0))
        return Response(answer["body"], answer["statusCode"], headers=answer["headers"])

    def _handle(self, event: dict[str, Any]) -> dict[str, Any]:
        with self._lock:  # a Lambda environment answers one request at a time
            answer = self._api.answer(event, None)
            self._receive_announced()
        if event["requestContext"]["http"]["method"] == "POST" and answer["statusCode"] < 300:
            begun = json.loads(answer["body"]).get("task_id")
            if begun and "idempotency-replayed" not in {name.lower() for name in answer["headers"]}:
                self.crew.begin(TaskId(begun))
        return answer

    async def _take_form(self, request: Request) -> Response:
        head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
        form = BytesParser(policy=HTTP).parsebytes(head + await request.body())
        parts = {part.get_param("name", header="content-disposition"): part for part in form.iter_parts()}
        key = parts["key"].get_content().strip()
        body = parts["file"].get_payload(decode=True)
        assert isinstance(body, bytes)
        return await self._store(key, body)

    async def _take(self, request: Request) -> Response:
        body = await request.body()
        if "partNumber" not in request.query_params:
            return await self._store(request.path_params["key"], body)
        if self.faults.object_statuses:
            return Response(status_code=self.faults.object_statuses.pop(0))
        stored = await run_in_threadpool(
            self.app.objects.client.upload_part,
            Bucket=self.app.objects.bucket,
            Key=request.path_params["key"],
            UploadId=request.query_params["uploadId"],
            PartNumber=int(request.query_params["partNumber"]),
            Body=body,
        )
        return Response(headers={"ETag": stored["ETag"]})

    async def _store(self, key: str, body: bytes) -> Response:
        if self.faults.object_statuses:
            return Response(status_code=self.faults.object_statuses.pop(0))
        await run_in_threadpool(self.app.objects.put, key, body, content_type="application/octet-stream")
        if not self.app.settings.intake_queue:
            await run_in_threadpool(receive, self.app, key)
        return Response(status_code=204)

    def _receive_announced(self) -> None:
        """Look at what the API announced, where the store is said to announce nothing."""
        queue = self.app.settings.intake_queue
        if not queue:
            return
        sqs = self.app.aws.queues
        for message in sqs.receive_message(QueueUrl=queue).get("Messages", []):
            receive(self.app, json.loads(message["Body"])["detail"]["object"]["key"])
            sqs.delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])

    async def _give(self, request: Request) -> Response:
        body = await run_in_threadpool(self.app.objects.read, request.path_params["key"], most_bytes=10**8)
        if body is None:
            return Response(status_code=404)
        asked = request.headers.get("range")
        self.faults.ranges.append(asked)
        start = int(asked.removeprefix("bytes=").removesuffix("-")) if asked else 0
        left = body[start:]
        cut = self.faults.cut_after.pop(0) if self.faults.cut_after else len(left)
        headers = {"Content-Length": str(len(left))}
        return StreamingResponse(_broken_off(left, cut), 206 if asked else 200, headers=headers)


async def _broken_off(body: bytes, cut: int) -> AsyncIterator[bytes]:
    yield body[:cut]
    if cut < len(body):
        raise ConnectionError("as the test wants it")


def _event(request: Request, body: bytes) -> dict[str, Any]:
    http = {"method": request.method, "path": request.url.path, "sourceIp": "127.0.0.1"}
    return {
        "version": "2.0",
        "rawPath": request.url.path,
        "rawQueryString": request.url.query,
        "queryStringParameters": dict(request.query_params) or None,
        "headers": dict(request.headers),
        "requestContext": {
            "stage": "$default",
            "requestId": "request-1",
            "http": http,
            "authorizer": {"jwt": {"claims": {"sub": GUEST, "scope": " ".join(Scope)}}},
        },
        "isBase64Encoded": False,
        "body": body.decode(),
    }


@contextmanager
def served(site: Starlette, listening: socket.socket) -> Iterator[None]:
    """Serve on an open socket while the context lasts."""
    config = uvicorn.Config(site, log_level="critical", lifespan="off", timeout_graceful_shutdown=1)
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]}, daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.should_exit = True
        thread.join(10)
        assert not thread.is_alive()


@contextmanager
def silent_house(app: App, *pages: Route) -> Iterator[House]:
    """Open a house at the same place, as if its store announced nothing and had no POST policies."""
    sqs = app.aws.queues
    queue = sqs.create_queue(QueueName="intake")["QueueUrl"]
    listening, url = listen()
    changes = {"intake_queue": queue, "public_s3_endpoint": url, "presign_post": False}
    house = House(App(app.settings.model_copy(update=changes)), url)
    try:
        with served(Starlette(routes=[*pages, *house.site.routes]), listening):
            yield house
    finally:
        sqs.delete_queue(QueueUrl=queue)


def listen() -> tuple[socket.socket, str]:
    """Open a free port on loopback; requests wait in it until somebody serves."""
    listening = socket.create_server(("127.0.0.1", 0))
    return listening, f"http://127.0.0.1:{listening.getsockname()[1]}"
