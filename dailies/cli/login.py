"""A person signs in with a browser: the provider's page does it, and a loopback address takes the answer."""

import contextlib
import html
import time
import webbrowser
from collections.abc import Callable, Iterator
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

import httpx2

from dailies.cli.code_flow import Attempt
from dailies.cli.errors import SignInFailed
from dailies.cli.tokens import Tokens, tokens_for_attempt
from dailies.domain.sign_in import RETURN_PORTS, SignIn, return_address

LONGEST_SECONDS = 300.0
_POLL_SECONDS = 0.5
_PAGE = "<!doctype html><meta charset=utf-8><title>Dailies</title><p>{words}</p>"

Say = Callable[[str], None]


def sign_in_by_browser(
    place: SignIn, network: httpx2.Client, say: Say, *, open_page: Callable[[str], object] | None = None
) -> Tokens:
    """Open the sign-in page and wait until it comes back; raises SignInFailed."""
    with _listening() as listener:
        attempt = Attempt(return_address(listener.server_port))
        address = attempt.address(place)
        say(f"Sign in with your browser. If none opens, go to:\n{address}")
        (open_page or webbrowser.open)(address)
        came_back = listener.wait()
    return tokens_for_attempt(place, network, attempt, came_back)


def sign_in_by_paste(place: SignIn, network: httpx2.Client, say: Say, ask: Callable[[], str]) -> Tokens:
    """Have a person sign in on any machine and bring back the address that it ended at; raises SignInFailed."""
    attempt = Attempt(return_address(RETURN_PORTS[0]))
    say(f"Sign in with a browser on any machine:\n{attempt.address(place)}")
    say("It ends at a page that cannot be shown. Paste the whole address of that page here.")
    return tokens_for_attempt(place, network, attempt, ask().strip())


class _Listener(HTTPServer):
    """Takes one answer on loopback."""

    allow_reuse_address = False
    timeout = _POLL_SECONDS
    came_back: str | None = None

    def wait(self) -> str:
        """Serve until the answer is there; raises SignInFailed when it takes too long."""
        deadline = time.monotonic() + LONGEST_SECONDS
        while self.came_back is None and time.monotonic() < deadline:
            self.handle_request()
        if self.came_back is None:
            minutes = LONGEST_SECONDS / 60
            raise SignInFailed(f"Nobody signed in within {minutes:.0f} minutes.", retryable=True)
        return self.came_back


class _Handler(BaseHTTPRequestHandler):
    server: _Listener
    timeout = 5  # a connection that a browser opens ahead must not hold the answer up

    def do_GET(self) -> None:
        is_answer = urlsplit(self.path).path == urlsplit(return_address(0)).path
        words = (
            "You can close this page and go back to the terminal." if is_answer else "There is nothing here."
        )
        body = _PAGE.format(words=html.escape(words)).encode()
        self.send_response(HTTPStatus.OK if is_answer else HTTPStatus.NOT_FOUND)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", "default-src 'none'")
        self.send_header("Referrer-Policy", "no-referrer")
        self.end_headers()
        self.wfile.write(body)
        if is_answer:
            self.server.came_back = self.path

    def log_message(self, *_arguments: object) -> None:
        """Say nothing: the request line holds the code."""


@contextlib.contextmanager
def _listening() -> Iterator[_Listener]:
    for port in RETURN_PORTS:
        try:
            listener = _Listener(("127.0.0.1", port), _Handler)
        except OSError:
            continue
        with listener:
            yield listener
        return
    raise SignInFailed(
        "The ports that a sign-in comes back to are taken.",
        subject=", ".join(map(str, RETURN_PORTS)),
        advice="Close what uses them, or use --no-browser.",
    )
