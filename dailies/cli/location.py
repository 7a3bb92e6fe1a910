"""Where the API is: said by the user, else the stage that runs on this machine."""

import ipaddress
from importlib.metadata import entry_points
from urllib.parse import urlsplit

from dailies.cli.errors import Unreachable
from dailies.domain.errors import InvalidInput

LOCATIONS = "dailies.locations"
"""Entry points that answer with the URL of an API that runs here, or None."""


def find_api(said: str | None) -> str:
    """Give the API's address without a final slash; raises Unreachable when none is known."""
    found = said or _running()
    if found is None:
        raise Unreachable(
            "No stage is running, and no other API is named.",
            code="no_stage",
            advice="Start one with `dailies up`, or name an API with --api or DAILIES_API.",
        )
    return check_address(found)


def _running() -> str | None:
    for point in entry_points(group=LOCATIONS):
        try:
            url = point.load()()
        except Exception as error:
            raise Unreachable(
                f"Looking for a running stage failed: {error}.",
                code="no_stage",
                subject=point.name,
                advice="Name the API with --api or DAILIES_API.",
            ) from error
        if isinstance(url, str):
            return url
    return None


def check_address(address: str) -> str:
    """Refuse an address that is no http(s) URL, or that would carry a token in the clear."""
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username or parts.query:
        raise InvalidInput("The API's address is not a URL such as https://host.", code="bad_address")
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise InvalidInput(
            "The API's address is http on another machine.", code="bad_address", advice="Use https."
        )
    return address.rstrip("/")


def is_here(address: str) -> bool:
    """Tell whether a URL can only be this machine's."""
    return is_loopback(urlsplit(address).hostname or "")


def is_loopback(host: str) -> bool:
    """Tell whether a host name can only be this machine."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
