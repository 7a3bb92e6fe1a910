// Builds elements; text is always set as text, never as HTML.
import { classes } from "./classes.js";

const GLYPHS = {
  add: "+", arrow_forward: "→", arrow_drop_down: "▾", close: "✕", more_vert: "⋮", redo: "↷", undo: "↶",
  refresh: "↻", warning: "⚠", delete_forever: "✗", favorite: "♡", download: "⤓", upload: "⤒", videocam: "▶",
  image: "▣", crop_16_9: "▭", crop_9_16: "▮", crop_free: "□", chrome_extension: "✦", swap_horiz: "⇄",
};

export function el(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith("on")) element.addEventListener(name.slice(2), value);
    else if (name === "class" && value) element.className = classes(value);
    else if (value === true) element.setAttribute(name, "");
    else if (value !== false && value !== null && value !== undefined) element.setAttribute(name, value);
  }
  element.append(...children.filter((child) => child !== null && child !== undefined));
  return element;
}

export function icon(name) {
  return el("mat-icon", { class: "mat-icon", role: "img", "aria-hidden": "true", "data-glyph": GLYPHS[name] ?? "•" }, name);
}

export function button(attributes, ...children) {
  return el("button", { type: "button", ...attributes }, ...children);
}
