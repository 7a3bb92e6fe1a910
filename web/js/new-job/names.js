/** File names as the API compares and accepts them. */
const MOST_CHARACTERS = 120;
// Controls, reordering marks, zero-width characters and tags: what hides in a text.
const HIDDEN =
  /[\u0000-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\u180e\u200b\u2060-\u2065\u206a-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]|\p{Surrogate}/u;

/** The first hidden character of a text as `U+202E`, or null. */
export function findHidden(text) {
  const found = HIDDEN.exec(text);
  return found ? `U+${found[0].codePointAt(0).toString(16).toUpperCase().padStart(4, "0")}` : null;
}

/** The form in which two names are the same to people. */
export const fold = (name) => name.normalize("NFC").toLowerCase().normalize("NFC");

/** The lower-case suffix with its dot, or an empty text. */
export function suffixOf(name) {
  const last = name.split("/").at(-1);
  const dot = last.lastIndexOf(".");
  return dot > 0 && dot < last.length - 1 ? last.slice(dot).toLowerCase() : "";
}

/** The name without its suffix. */
export const stemOf = (name) => name.slice(0, name.length - suffixOf(name).length);

/** The keys by which a prompt may name an image, strictest first. */
export function nameKeys(name) {
  const whole = fold(name.trim().replaceAll("\\", "/"));
  const last = whole.split("/").at(-1);
  return [whole, last, stemOf(last)];
}

/** A name that is none of `taken` (folded) and can be sent: visible, short, without folders. */
export function freeName(name, taken) {
  const suffix = suffixOf(name);
  const last = name.split(/[/\\]/).at(-1);
  const clean = [...stemOf(last)].filter((letter) => !HIDDEN.test(letter)).join("").trim() || "image";
  const stem = [...clean].slice(0, MOST_CHARACTERS - 20).join("");
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? `${stem}${suffix}` : `${stem} (${number})${suffix}`;
    if (!taken.has(fold(candidate))) return candidate;
  }
}

const collator = new Intl.Collator("en", { numeric: true, sensitivity: "base" });

/** Order by name with numbers by value: `img2` before `img10`. */
export const byName = (one, other) => collator.compare(one.name, other.name) || (one.name < other.name ? -1 : 1);
