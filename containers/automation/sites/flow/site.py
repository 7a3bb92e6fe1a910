"""The site's addresses: where each generation lives, and where a project is in each of them."""

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from containers.automation.sites.flow.pack import Pack
from dailies.domain.errors import InvalidInput, SiteBlocked, SiteChanged

_UUID = r"(?P<project>[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})"


def session_expired(detail: str) -> SiteBlocked:
    """Make the error that asks a person to sign in again."""
    return SiteBlocked(
        detail,
        code="session_expired",
        retryable=True,
        advice="Sign in to the site with this account and save the session again.",
    )


def plain_address(url: str) -> str:
    """Give the address without query and fragment, which can carry tokens."""
    return urlsplit(url)._replace(query="", fragment="").geturl()


def is_signed_out(url: str, pack: Pack) -> bool:
    """Tell whether the site shows this generation's page for strangers."""
    return urlsplit(url).path.startswith(pack.signed_out_path)


def project_id(url: str, pack: Pack) -> str | None:
    """Give the id of the project whose page the address is; None for any other page."""
    before, after = (re.escape(part) for part in pack.project_path.split("{project}"))
    found = re.fullmatch(before + _UUID + after, urlsplit(url).path)
    return found["project"] if found else None


@dataclass(frozen=True)
class Site:
    """One installation of the site: the real one, or another that shows the same pages."""

    home: str
    """Its root, such as `https://flow.google.com`; empty for the home of each generation."""
    packs: tuple[Pack, ...]
    """Newest generation first."""

    def address(self, pack: Pack, path: str) -> str:
        """Give the address of a path of that generation."""
        return (self.home.rstrip("/") or f"https://{pack.hosts[0]}") + path

    def entrances(self) -> tuple[str, ...]:
        """List the pages at which a visitor is shown to the generation of the account."""
        return tuple(dict.fromkeys(self.address(pack, pack.home_path) for pack in self.packs))

    def current_address(self, place: str, pack: Pack) -> str:
        """Turn a project's address of any generation into that of the one given; InvalidInput if it is none."""
        found = next((found for each in self.packs if (found := project_id(place, each))), None)
        if found is None or not self.is_here(place):
            raise InvalidInput("this is no project of the site", subject=place)
        return self.address(pack, pack.project_path.format(project=found))

    def is_here(self, url: str) -> bool:
        """Tell whether the address is on a host that a generation lives on."""
        return urlsplit(url).netloc in self._hosts()

    def check_host(self, url: str) -> None:
        """Raise when the page is on another host; a page without an address is on none."""
        if urlsplit(url).netloc and not self.is_here(url):
            raise SiteChanged(
                f"the site sent the browser to another host, {urlsplit(url).hostname}",
                code="site_moved",
                retryable=False,
                advice="The account was moved; set the site's new address.",
            )

    def check_location(self, url: str) -> None:
        """Raise when the page is a strange host's, or the one for strangers."""
        self.check_host(url)
        if any(is_signed_out(url, pack) for pack in self.packs):
            raise session_expired("the site signed this account out")

    def _hosts(self) -> set[str]:
        own = {urlsplit(self.home).netloc} if self.home else set()
        return own | {host for pack in self.packs for host in pack.hosts}
