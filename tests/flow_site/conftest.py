"""A running site, people who use it over HTTP, and a real browser."""

import io
import os
import secrets
import shutil
import socket
import threading
import time
from collections.abc import Callable, Iterator
from typing import Any

import httpx2
import pytest
import uvicorn
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright

from infra.local.flow.app import create_app
from infra.local.flow.config import SiteConfig

_DEADLINE_SECONDS = 30.0
_BROWSERS = ("chromium-headless-shell", "chromium", "google-chrome")


def wait_for[T](find: Callable[[], T | None]) -> T: ...
