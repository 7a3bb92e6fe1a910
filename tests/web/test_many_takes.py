"""Two thousand takes: how soon they are seen, how little is fetched, and that memory stays flat."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import CDPSession, Page, Request

from dailies.domain.status import Status
from tests.web.gallery import Gallery
from tests.web.job_page import JobPage
from tests.web.reels import Reels, Shot

pytestmark = [pytest.mark.stage, pytest.mark.browser, pytest.mark.ffmpeg]

_ITEMS = 1000
_PAGES = 20
_POSTERS = 400
"""The first 200 items: what 20 pages of scrolling come by."""
_MOST_REQUESTS = 60
_MOST_GROWTH_MB = 8

_FIRST_POSTER = """
async () => {
  const isSeen = (image) => image.complete && image.naturalWidth > 0;
  while (![...document.querySelectorAll("[data-testid=take] img")].some(isSeen)) {
    await new Promise(requestAnimationFrame);
  }
  return performance.now();
}
"""
_NOTE_CHANGED_ITEMS = """
() => {
  globalThis.touched = new Set();
  const note = ({ target }) => {
    const item = (target.closest ? target : target.parentElement).closest("[data-number]");
    if (item) touched.add(item.dataset.number);
  };
  const all = { subtree: true, childList: true, characterData: true, attributes: true };
  new MutationObserver((records) => records.forEach(note)).observe(document.body, all);
}
"""
# From the answer's last byte to the words on the page, both on the page's own clock.
_ONE_UPDATE = """
async ([path, card, words]) => {
  while (!document.querySelector(card)?.textContent.includes(words)) await new Promise(requestAnimationFrame);
  const painted = performance.now();
  const answers = performance.getEntriesByType("resource").filter(({ name }) => name.includes(path));
  const answered = Math.max(...answers.map(({ responseEnd }) => responseEnd).filter((end) => end <= painted));
  return [painted - answered, [...touched]];
}
"""


@pytest.fixture
def long_reel(reels: Reels) -> str:
    """A job of 1,000 items, of which the first is at work and all others have two takes."""
    first = Shot("the one at work", Status.RUNNING, progress=1, stage="generate")
    return reels.make(
        (first, *(Shot(f"scene {number}") for number in range(2, _ITEMS + 2))), posters=_POSTERS
    )


def test_given_2000_takes_when_opened_updated_and_scrolled_then_it_is_quick_frugal_and_flat(
    gallery: Gallery,
    reels: Reels,
    long_reel: str,
    show: Callable[[str], None],
) -> None:
    posters: list[str] = []
    gallery.page.on("request", lambda request: _note_poster(request, posters))
    page = gallery.open(f"/jobs/{long_reel}")
    JobPage(page)
    first_ms = page.evaluate(_FIRST_POSTER)
    page.wait_for_load_state("networkidle")
    before_scrolling = len(posters)
    page.evaluate(_NOTE_CHANGED_ITEMS)
    reels.change_item(long_reel, 1, {"progress": 73})
    update_ms, touched = page.evaluate(_ONE_UPDATE, [f"/api/jobs/{long_reel}", "[data-number='1']", "73%"])
    devtools = page.context.new_cdp_session(page)
    _scroll(page, 2)
    early_mb, early_nodes = _memory(devtools)
    _scroll(page, _PAGES - 2)
    late_mb, late_nodes = _memory(devtools)
    show(
        f"2,000 takes: first poster after {first_ms:.0f} ms, one update in {update_ms:.1f} ms, "
        f"{before_scrolling} poster requests before scrolling, {len(posters)} after {_PAGES} pages; "
        f"heap {early_mb:.1f} -> {late_mb:.1f} MB, nodes {early_nodes} -> {late_nodes}"
    )
    assert before_scrolling <= _MOST_REQUESTS
    assert touched == ["1"]
    assert len(posters) > 4 * before_scrolling  # the scrolling came by others
    assert late_mb - early_mb < _MOST_GROWTH_MB
    assert late_nodes < early_nodes * 1.5


def _note_poster(request: Request, posters: list[str]) -> None:
    if re.search(r"/poster-\d+\.jpg", request.url):
        posters.append(request.url)


def _scroll(page: Page, pages: int) -> None:
    """Scroll by pages as a person does: on once the posters in view are there."""
    for _ in range(pages):
        page.mouse.wheel(0, 760)
        page.evaluate(_IN_VIEW_SEEN)


_IN_VIEW_SEEN = """
async () => {
  const frame = () => new Promise(requestAnimationFrame);
  const isInView = (card) => {
    const { top, bottom } = card.getBoundingClientRect();
    return bottom > 120 && top < innerHeight;
  };
  const isSeen = (card) => {
    const images = [...card.querySelectorAll("img")];
    return images.length > 0 && images.every((image) => image.complete);
  };
  for (let stable = 0; stable < 3; await frame()) {
    const cards = [...document.querySelectorAll("[data-testid=item][data-state=succeeded]")].filter(isInView);
    stable = cards.length > 0 && cards.every(isSeen) ? stable + 1 : 0;
  }
}
"""


def _memory(devtools: CDPSession) -> tuple[float, int]:
    """Megabytes of the script's heap and the number of nodes, after the garbage is out."""
    devtools.send("Performance.enable")
    devtools.send("HeapProfiler.collectGarbage")
    metrics = devtools.send("Performance.getMetrics")["metrics"]
    values = {metric["name"]: metric["value"] for metric in metrics}
    return values["JSHeapUsedSize"] / 1e6, int(values["Nodes"])
