// Short notices in a corner.
import { button, el } from "./dom.js";
import { say } from "./labels.js";

const SHOWN_MS = 6000;
let current = null;

export function notify(text) {
  current?.remove();
  const mine = el("mat-snack-bar-container", { role: "alert" },
    el("div", { class: "mat-mdc-snack-bar-label" }, text),
    button({ "aria-label": say("Dismiss"), onclick: () => mine.remove() }, say("Dismiss")));
  current = mine;
  document.body.append(mine);
  setTimeout(() => mine.remove(), SHOWN_MS);
}
