// An icon is a word that an icon font would draw. Without that font the word stays, and it counts into names.
import { el } from "/static/js/dom.js";

export function icon(name) {
  return el("i", { class: "google-symbols" }, name);
}
