"""The imitation refuses what the real API refuses, and tells what a test must know."""

import base64
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from infra.local.veo.app import create_app
from infra.local.veo.config import VeoConfig

MODELS = "/v1/projects/dailies-stage/locations/us-central1/publishers/google/models"
FAST = f"{MODELS}/veo-3.1-fast-generate-001:predictLongRunning"
KEY = {"Authorization": "Bearer anonymous"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    app = create_app(VeoConfig(data=tmp_path_factory.mktemp("imitation")))
    with TestClient(app, base_url="http://127.0.0.1", headers=KEY) as made:
        yield made


@pytest.fixture
def body() -> dict[str, Any]:
    image = {"bytesBase64Encoded": base64.b64encode(b"picture").decode(), "mimeType": "image/png"}
    parameters = {
        "sampleCount": 1,
        "durationSeconds": 8,
        "aspectRatio": "9:16",
        "resolution": "720p",
        "storageUri": "gs://dailies-stage-takes/dailies/x-1/",
    }
    return {"instances": [{"prompt": "A dog.", "image": image}], "parameters": parameters}


@pytest.mark.parametrize(
    ("instance", "parameters"),
    [
        ({"referenceImages": [{"referenceType": "asset"}]}, {}),
        ({"image": None}, {}),
        ({}, {"sampleCount": 5}),
        ({}, {"durationSeconds": 5}),
        ({}, {"aspectRatio": "1:1"}),
        ({}, {"storageUri": "gs://somebody-else/x/"}),
        ({"image": {"bytesBase64Encoded": "???"}}, {}),
    ],
)
def test_given_what_the_api_does_not_take_when_sent_then_it_is_an_invalid_argument(
    client: TestClient, body: dict[str, Any], instance: dict[str, Any], parameters: dict[str, Any]
) -> None:
    sent = deepcopy(body)
    sent["instances"][0] |= instance
    sent["parameters"] |= parameters
    assert client.post(FAST, json=sent).json()["error"]["status"] == "INVALID_ARGUMENT"


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        (FAST, {"Authorization": "Bearer stolen"}, 401),
        (FAST.replace("dailies-stage/", "another/"), {}, 403),
        (FAST.replace("-fast", "-faster"), {}, 404),
    ],
)
def test_given_the_wrong_key_project_or_model_when_sent_then_it_is_refused(
    client: TestClient, body: dict[str, Any], path: str, headers: dict[str, str], status: int
) -> None:
    assert client.post(path, json=body, headers=headers).status_code == status


def test_given_an_unknown_operation_when_asked_for_then_it_is_not_found(client: TestClient) -> None:
    path = FAST.replace("predictLongRunning", "fetchPredictOperation")
    assert client.post(path, json={"operationName": "x"}).status_code == 404


def test_given_an_assertion_that_nobody_signed_when_exchanged_then_there_is_no_token(
    client: TestClient,
) -> None:
    form = {"grant_type": "urn:ietf:params:oauth:grant-type:jwt-bearer", "assertion": "a.b.c"}
    assert client.post("/token", data=form).status_code == 401


def test_given_a_fault_that_does_not_exist_when_switched_on_then_it_is_refused(client: TestClient) -> None:
    assert client.post("/__admin/faults", json={"fault": "flood"}).status_code == 404


def test_given_another_host_when_asked_then_nothing_is_told(client: TestClient) -> None:
    assert client.get("/__log", headers={"host": "evil.example"}).status_code == 400


def test_given_the_command_when_run_then_it_tells_its_url_serves_and_ends_on_sigterm(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "infra.local.veo", "--data", str(tmp_path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        url = json.loads(process.stdout.readline())["url"]
        bill = httpx2.get(f"{url}/__bill", trust_env=False).json()
        process.send_signal(signal.SIGTERM)
        assert (bill, process.wait(10)) == ({"clips": 0, "charges": []}, 0)
