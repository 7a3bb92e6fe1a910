"""The gallery's files: which addresses there are, and the file behind each; nothing else is ever served."""

from collections.abc import Iterator
from pathlib import Path

from infra.synth import ROOT
from infra.web_packages import PACKAGES, WEB

INDEX = "index.html"
TYPES = {
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".json": "application/json",
    ".svg": "image/svg+xml",
}
"""By suffix; a file of any other is not one of the gallery's."""

_FOLDERS = ("css", "js", "strings", "icons")
_LIBRARY = (
    "lit-html.js",
    "directive.js",
    "directive-helpers.js",
    "async-directive.js",
    "directives/class-map.js",
    "directives/guard.js",
    "directives/if-defined.js",
    "directives/keyed.js",
    "directives/live.js",
    "directives/ref.js",
    "directives/repeat.js",
)
_DATA = ("providers.json", "preflight.json")
"""The product's own tables: the gallery offers and warns by the same ones as the API."""


PAGE_HEADERS = {
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=()",
}
"""What a page is answered with besides its content policy, wherever it is served."""


def gallery_files() -> dict[str, Path]:
    """Give every file but the index by its address below `gallery/`."""
    return dict(_files())


def _files() -> Iterator[tuple[str, Path]]:
    for folder in _FOLDERS:
        for path in sorted((WEB / folder).rglob("*")):
            if path.suffix in TYPES and path.is_file():
                yield path.relative_to(WEB).as_posix(), path
    for name in _LIBRARY:
        yield f"vendor/lit-html/{name}", PACKAGES / "node_modules" / "lit-html" / name
    for name in _DATA:
        yield f"data/{name}", ROOT / "dailies" / "domain" / name


def content_security_policy(objects_origin: str | None = None) -> str:
    """Give the page's policy: own scripts and styles alone, no HTML from text; objects may be elsewhere."""
    there = f" {objects_origin}" if objects_origin else ""
    rules = {
        "default-src": "'none'",
        "script-src": "'self'",
        "worker-src": "'self'",
        "style-src": "'self'",
        "img-src": f"'self' blob:{there}",
        "media-src": f"'self' blob:{there}",
        "connect-src": f"'self'{there}",
        "base-uri": "'none'",
        "form-action": "'none'",
        "frame-ancestors": "'none'",
        "require-trusted-types-for": "'script'",
        "trusted-types": "lit-html dailies",
    }
    return "; ".join(f"{name} {sources}" for name, sources in rules.items())
