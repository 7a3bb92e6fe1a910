// Passing notices in a corner; one with something to click stays until it is dismissed.
import { button, el } from "/static/js/dom.js";
import { say } from "/static/js/labels.js";

const SHOWN_MS = 6000;
const list = el("ol", {});
const region = el("section", { class: "toasts", "aria-label": "Notifications alt+T", "aria-live": "polite" }, list);

export function toast(text, action = null) {
  if (!region.isConnected) document.body.append(region);
  const line = el("li", { "data-sonner-toast": "" }, el("div", { "data-title": "" }, text),
    action ? button({ onclick: () => { line.remove(); action.act(); } }, action.label) : null,
    button({ onclick: () => line.remove() }, say("Dismiss")));
  list.prepend(line);
  if (!action) setTimeout(() => line.remove(), SHOWN_MS);
  return line;
}
