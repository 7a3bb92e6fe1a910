/** Where each item's card lies. All cards are of one size, so that thousands need no measuring. */
export const GAP = 16;
const PADDING = 12;
const TAKE_GAP = 10;
/** Above and below the posters: the prompt, and the marks under each take. */
const HEAD = 72;
const FOOT = 38;
const AHEAD_ROWS = 1;
const IDEAL = { portrait: 138, landscape: 256 };
const SHAPE = { portrait: 16 / 9, landscape: 9 / 16 };
const LONE_FACTOR = 1.25;
const NARROW = 560;

/** The sizes in pixels for a list of that width: `{columns, cardWidth, cardHeight, takeWidth, takeHeight}`. */
export function layoutOf({ width, aspect, outputs }) {
  const shown = Math.min(outputs, width < NARROW ? 2 : 4);
  const ideal = IDEAL[aspect] * (shown === 1 ? LONE_FACTOR : 1);
  const idealCard = shown * ideal + (shown - 1) * TAKE_GAP + 2 * PADDING;
  const columns = Math.max(1, Math.floor((width + GAP) / (idealCard + GAP)));
  const cardWidth = Math.floor((width - (columns - 1) * GAP) / columns);
  const inside = cardWidth - 2 * PADDING - (shown - 1) * TAKE_GAP;
  const takeWidth = Math.floor(Math.min(inside / shown, ideal * 1.4));
  const takeHeight = Math.round(takeWidth * SHAPE[aspect]);
  return { columns, cardWidth, takeWidth, takeHeight, cardHeight: HEAD + takeHeight + FOOT + 2 * PADDING };
}

/**
 * The cards to draw for what is in view: `first` and `last` (exclusive), and the heights of what is left out.
 * `top` is how far the list's start lies above the view's.
 */
export function windowOf({ columns, cardHeight }, count, { top, height }) {
  const rows = Math.ceil(count / columns);
  const step = cardHeight + GAP;
  const firstRow = clamp(Math.floor(top / step) - AHEAD_ROWS, rows);
  const lastRow = clamp(Math.ceil((top + height) / step) + AHEAD_ROWS, rows);
  return {
    first: firstRow * columns,
    last: Math.min(count, lastRow * columns),
    before: firstRow * step,
    after: (rows - lastRow) * step,
  };
}

/** The distance from the list's start to the row of a card. */
export const offsetOf = ({ columns, cardHeight }, place) => Math.floor(place / columns) * (cardHeight + GAP);

const clamp = (row, rows) => Math.max(0, Math.min(rows, row));
