// A stack of overlays: Escape, or a click beside them, closes the top one only.
import { el } from "./dom.js";

const stack = [];
let container = null;

export function openOverlay(content, { anchor = null, backdrop = true, escapable = true } = {}) {
  container ??= document.body.appendChild(el("div", { class: "cdk-overlay-container" }));
  const overlay = { escapable, parts: [] };
  if (backdrop) {
    const behind = el("div", { class: "cdk-overlay-backdrop", onclick: () => escapable && closeOverlay(overlay) });
    overlay.parts.push(behind);
  }
  const pane = el("div", { class: "cdk-overlay-pane" }, content);
  overlay.parts.push(pane);
  container.append(...overlay.parts);
  const growth = new ResizeObserver(() => place(pane, anchor));
  growth.observe(pane);
  place(pane, anchor);
  stack.push(overlay);
  return overlay;
}

function place(pane, anchor) {
  const size = pane.getBoundingClientRect();
  const at = anchor?.getBoundingClientRect();
  const left = at ? at.left : (innerWidth - size.width) / 2;
  const below = at ? at.bottom + 4 : (innerHeight - size.height) / 2;
  const top = at && below + size.height > innerHeight ? at.top - size.height - 4 : below;
  pane.style.left = `${Math.max(4, Math.min(left, innerWidth - size.width - 4))}px`;
  pane.style.top = `${Math.max(4, Math.min(top, innerHeight - size.height - 4))}px`;
}

export function closeOverlay(overlay) {
  const index = stack.indexOf(overlay);
  if (index < 0) return;
  for (const each of stack.splice(index)) each.parts.forEach((part) => part.remove());
}

export function closeAll() {
  if (stack.length) closeOverlay(stack[0]);
}

document.addEventListener("keydown", (event) => {
  const top = stack.at(-1);
  if (event.key === "Escape" && top?.escapable) closeOverlay(top);
});
