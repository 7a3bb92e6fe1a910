// An icon is a word that an icon font would draw. Without that font the word stays, and it counts into names.
import { el } from "/static/js/dom.js";

export function icon(name) {
  const word = el("i", {}, name);
  word.className = "google-symbols"; // of a library, so no build renames it
  return word;
}
