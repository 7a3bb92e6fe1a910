"""Writes a picture of every page, wide and narrow, dark and light, to `out/screens/`: `python -m tests.web.screens`."""

import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import click
from PIL import Image
from playwright.sync_api import Browser, Page

from infra.local.config import StageConfig, StageState
from infra.local.stage import start
from infra.synth import ROOT
from infra.web_packages import ensure_packages
from tests.web.fit import misfits
from tests.web.gallery import launched, visiting
from tests.web.views import View, empty_views, lost_views, price_views, working_views
from tests.web.week import Week

_TARGET = ROOT / "out" / "screens"
_NARROW = 390
_HEIGHTS = {1440: 900, _NARROW: 844}
_README_PICTURE = "job-1440-dark"
_README_QUALITY = 86


@dataclass(frozen=True)
class _Visitor:
    """Somebody with a screen, a theme and a language."""

    width: int
    theme: Literal["dark", "light"]
    locale: str = "en-US"

    def name(self, view: View) -> str:
        """Name this visitor's picture of a view."""
        return f"{view.name}-{self.width}-{self.theme if self.locale == 'en-US' else 'vi'}"


_VISITORS = (
    _Visitor(1440, "dark"),
    _Visitor(_NARROW, "dark"),
    _Visitor(1440, "light"),
    _Visitor(_NARROW, "light"),
    _Visitor(_NARROW, "dark", "vi-VN"),
)


class _Album:
    """The pictures; remembers what does not fit its screen."""

    def __init__(self, stage: StageState, browser: Browser) -> None:
        self._stage, self._browser = stage, browser
        self.misfits: list[str] = []
        self.count = 0

    def take(self, views: Sequence[View], *, faults: bool = False, week: Week | None = None) -> None:
        """Let every visitor look at each view; with `faults` requests may fail."""
        for visitor in _VISITORS:
            if week:
                week.wind()
            size = {"width": visitor.width, "height": _HEIGHTS[visitor.width]}
            with visiting(
                self._browser,
                self._stage.url,
                viewport=size,
                color_scheme=visitor.theme,
                locale=visitor.locale,
            ) as gallery:
                gallery.faults_expected = faults
                page = gallery.open("/jobs")
                for view in views:
                    if visitor.width == _NARROW or not view.is_narrow:
                        view.show(page)
                        self._keep(page, visitor.name(view))

    def _keep(self, page: Page, name: str) -> None:
        path = _TARGET / f"{name}.png"
        page.screenshot(path=path)
        self.misfits += [f"{name}: {misfit}" for misfit in misfits(page)]
        self.count += 1
        click.echo(path.relative_to(ROOT))


def write_screens(stage: StageState, browser: Browser, folder: Path) -> list[str]:
    """Write them all; give what does not fit its screen."""
    _TARGET.mkdir(parents=True, exist_ok=True)
    for old in _TARGET.iterdir():
        old.unlink()
    album = _Album(stage, browser)
    album.take(empty_views())
    week = Week(stage, folder)
    album.take(working_views(week.job, week.draft), week=week)
    album.take(lost_views(), faults=True)
    album.take(price_views())
    click.echo(f"{album.count} pictures, and {_shrink(_TARGET / f'{_README_PICTURE}.png')}")
    return album.misfits


def _shrink(path: Path) -> Path:
    """Write the picture that the README shows in the format that is smallest."""
    target = path.with_name("gallery.webp")
    with Image.open(path) as picture:
        picture.save(target, quality=_README_QUALITY, method=6)
    return target.relative_to(ROOT)


def main() -> None:
    """Start a stage of our own, and end it; exit code 1 when something does not fit its screen."""
    ensure_packages()
    with tempfile.TemporaryDirectory() as folder:
        running = start(StageConfig(home=Path(folder) / "stage", port=0, clock_factor=60, clip_seconds=0.5))
        try:
            with launched() as browser:
                found = write_screens(running.state, browser, Path(folder))
        finally:
            running.stop()
    if found:
        raise SystemExit("\n".join(["does not fit:", *found]))


if __name__ == "__main__":
    main()
