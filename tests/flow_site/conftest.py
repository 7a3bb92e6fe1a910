"""A running site, its owner, a visitor, and a real browser."""

import asyncio
import contextlib
import os
import secrets
import shutil
import socket
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from infra.local.flow.app import create_app
from infra.local.flow.config import SiteConfig

from .visitor import Owner, Visitor, wait_for

_BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")
FACTOR = 200


@contextlib.contextmanager
def serve(config: SiteConfig) -> Iterator[str]:
    settings = uvicorn.Config(create_app(config), log_level="error", timeout_graceful_shutdown=1)
    server = uvicorn.Server(settings)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=lambda: asyncio.run(server.serve(sockets=[listener])))
        thread.start()
        try:
            wait_for(lambda: server.started)
            yield f"http://127.0.0.1:{listener.getsockname()[1]}"
        finally:
            server.should_exit = True
            thread.join()


def serve_short_clips(data: Path) -> contextlib.AbstractContextManager[str]:
    """Run a site whose clips are short whatever was asked for: what they look like is tested elsewhere."""
    return serve(SiteConfig(data=data, clock_factor=FACTOR, generation_seconds=20, clip_seconds=0.5))


@pytest.fixture(scope="session")
def password() -> str:
    return secrets.token_urlsafe(8)


@pytest.fixture(scope="session")
def site_data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("flow")


@pytest.fixture(scope="session")
def _site_url(site_data: Path) -> Iterator[str]:
    with serve_short_clips(site_data) as url:
        yield url


@pytest.fixture
def owner(_site_url: str) -> Iterator[Owner]:
    with Owner(_site_url) as owner:
        owner.http.post("/__admin/reset").raise_for_status()
        yield owner


@pytest.fixture
def visitor(owner: Owner, password: str) -> Iterator[Visitor]:
    email = "maker@example.test"
    owner.add_account(email, password, plan="ultra", credits=500)
    with Visitor(owner.url, email, password) as visitor:
        yield visitor


@pytest.fixture(scope="module")  # while it lives, this thread has a running loop, and asyncio.run none
def _browser() -> Iterator[Browser]:
    program = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if program is None:
        pytest.fail("no Chromium: apt-get install chromium-headless-shell")
    arguments = ["--disable-dev-shm-usage", *(["--no-sandbox"] if os.geteuid() == 0 else [])]
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=arguments)
        yield browser
        browser.close()


@pytest.fixture
def page(_browser: Browser, owner: Owner) -> Iterator[Page]:
    context = _browser.new_context(base_url=owner.url)
    context.set_default_timeout(30_000)
    page = context.new_page()
    broken: list[str] = []
    page.on("pageerror", lambda error: broken.append(str(error)))
    yield page
    context.close()
    assert broken == []
