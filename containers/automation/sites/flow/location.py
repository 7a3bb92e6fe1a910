"""Telling from its address alone whether a page is still the signed-in site."""

import re
from urllib.parse import urlsplit

from containers.automation.sites.flow.pack import Pack
from dailies.domain.errors import SiteBlocked, SiteChanged


def session_expired(detail: str) -> SiteBlocked:
    """Make the error that asks a person to sign in again."""
    return SiteBlocked(
        detail,
        code="session_expired",
        retryable=True,
        advice="Sign in to the site with this account and save the session again.",
    )


def is_signed_out(url: str, pack: Pack) -> bool:
    """Tell whether the site shows its page for strangers."""
    return urlsplit(url).path.startswith(pack.signed_out_path)


def is_project(url: str, pack: Pack) -> bool:
    """Tell whether the address is a project's own page."""
    return re.search(pack.project_path, urlsplit(url).path) is not None


def check_host(url: str, base_url: str) -> None:
    """Raise when the page is on another host than the account was on."""
    if urlsplit(url).netloc not in {urlsplit(base_url).netloc, ""}:
        raise SiteChanged(
            f"the site sent the browser to another host, {urlsplit(url).hostname}",
            code="site_moved",
            retryable=False,
            advice="The account was moved; set the site's new address.",
        )


def check_location(url: str, base_url: str, pack: Pack) -> None:
    """Raise when the page is another host's, or the one for strangers."""
    check_host(url, base_url)
    if is_signed_out(url, pack):
        raise session_expired("the site signed this account out")


def plain_address(url: str) -> str:
    """Give the address without query and fragment, which can carry tokens."""
    return urlsplit(url)._replace(query="", fragment="").geturl()
