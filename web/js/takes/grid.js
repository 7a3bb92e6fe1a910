/** The list of items: only what is near the view is in the page, however many there are. */
import { createRef, html, nothing, ref, repeat } from "../core/html.js";
import { refresh } from "../core/refresh.js";
import { t } from "../core/words.js";
import { cardView } from "./card.js";
import { isFilteringTakes } from "./filters.js";
import { layoutOf, offsetOf, windowOf } from "./layout.js";
import { playTogether } from "./playing.js";

const HEADER = 110;
/** So many items below the view are read before they come into it. */
const READ_AHEAD = 24;

/** A grid over a board; `close()` ends it. */
export function openGrid(board) {
  const host = createRef();
  let shown = null;
  let stopPlaying = null;
  let played = null;

  const layout = () => {
    const { aspect, outputs } = board.collection.job().options;
    return layoutOf({ width: host.value?.clientWidth || widthGuess(), aspect, outputs });
  };

  function inView(count) {
    // The list's own place tells the scroll: nothing above it needs to be known.
    const top = host.value ? -host.value.getBoundingClientRect().top : 0;
    return windowOf(layout(), count, { top, height: innerHeight });
  }

  function onMove() {
    if (!host.value || !board.collection.job()) return;
    const next = inView(board.collection.numbers().length);
    if (!shown || next.first !== shown.first || next.last !== shown.last) refresh();
  }

  function template() {
    const numbers = board.collection.numbers();
    const sizes = layout();
    shown = inView(numbers.length);
    const visible = numbers.slice(shown.first, shown.last);
    if (visible.length) board.collection.ensure(visible.at(-1) + READ_AHEAD, shown.last >= numbers.length);
    const isFiltered = isFilteringTakes(board.filters());
    const tabStop = tabStopOf(visible);
    queueMicrotask(afterPaint);
    return html`<div class="grid" ${ref(host)} data-aspect=${board.collection.job().options.aspect}
      .style=${`--columns: ${sizes.columns}; --card-height: ${sizes.cardHeight}px; --take-width: ${sizes.takeWidth}px; --take-height: ${sizes.takeHeight}px`}>
      <div class="grid-space" .style=${`height: ${shown.before}px`}></div>
      <div class="grid-cards" role="group" aria-label=${t("takes.list")}>
        ${repeat(visible, (number) => number, (number) =>
          cardView(board, number, { item: board.collection.item(number), isFiltered, tabStop }))}
      </div>
      <div class="grid-space" .style=${`height: ${shown.after}px`}></div>
    </div>`;
  }

  function tabStopOf(visible) {
    const ids = visible.flatMap((number) => board.collection.takesOf(number).map((take) => take.video_id));
    return ids.includes(board.current()) ? board.current() : ids[0];
  }

  function afterPaint() {
    const number = board.playing();
    if (number === played) return;
    stopPlaying?.();
    played = number;
    const card = number === null ? null : host.value?.querySelector(`[data-number="${number}"]`);
    stopPlaying = card ? playTogether(card) : null;
  }

  addEventListener("scroll", onMove, { passive: true });
  addEventListener("resize", refresh);
  return {
    template: () => (board.collection.job() ? template() : nothing),
    layout,
    /** The numbers of the first and the last item in the page. */
    visible() {
      const numbers = board.collection.numbers();
      return shown && numbers.length ? [numbers[shown.first] ?? 1, numbers[Math.max(0, shown.last - 1)] ?? 1] : [1, 1];
    },
    /** Scroll so that an item's card is wholly in view. */
    reveal(number) {
      const place = board.collection.numbers().indexOf(number);
      if (place < 0 || !host.value) return;
      const start = host.value.getBoundingClientRect().top + scrollY + offsetOf(layout(), place);
      const end = start + layout().cardHeight;
      const bar = document.querySelector(".action-bar")?.offsetHeight ?? 0;
      if (start < scrollY + HEADER) scrollTo({ top: start - HEADER });
      else if (end > scrollY + innerHeight - bar) scrollTo({ top: Math.min(start - HEADER, end - innerHeight + bar + 16) });
    },
    close() {
      removeEventListener("scroll", onMove);
      removeEventListener("resize", refresh);
      stopPlaying?.();
    },
  };
}

const widthGuess = () => Math.min(innerWidth, 1360) - (innerWidth > 720 ? 48 : 32);
