/** Painting: any number of changes in one frame become one render of the whole page. */
let paint = () => {};
let due = false;

/** Say what paints the page; called once, by the shell. */
export function onRefresh(painter) {
  paint = painter;
}

/** Ask for a render soon. */
export function refresh() {
  if (due) return;
  due = true;
  // A hidden tab gets no animation frames, and its uploads go on.
  if (document.hidden) setTimeout(run);
  else requestAnimationFrame(run);
}

function run() {
  due = false;
  paint();
}
