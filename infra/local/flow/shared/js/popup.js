// A stack of popups: Escape closes the top one, a press elsewhere closes those that it is not in.
import { classes } from "/static/js/classes.js";
import { el } from "/static/js/dom.js";

const MARGIN = 4;
const stack = [];

export function openPopup(content, { anchor = null, modal = false } = {}) {
  const behind = modal ? el("div", { class: "backdrop" }) : null;
  const popup = { content, anchor, modal, behind };
  anchor?.setAttribute("aria-expanded", "true");
  content.classList.add(classes("popup"));
  if (behind) document.body.append(behind);
  document.body.append(content);
  popup.growth = new ResizeObserver(() => place(content, anchor));
  popup.growth.observe(content);
  place(content, anchor);
  stack.push(popup);
  return popup;
}

export function closePopup(popup) {
  const index = stack.indexOf(popup);
  if (index < 0) return;
  for (const each of stack.splice(index)) {
    each.growth.disconnect();
    each.anchor?.setAttribute("aria-expanded", "false");
    each.behind?.remove();
    each.content.remove();
  }
}

// The trap of these menus: the button that opens one closes it on the second click.
export function togglePopup(content, anchor) {
  const open = stack.find((popup) => popup.content === content);
  if (open) closePopup(open);
  else openPopup(content, { anchor });
}

function place(content, anchor) {
  const size = content.getBoundingClientRect();
  const at = anchor?.getBoundingClientRect();
  const left = at ? at.left : (innerWidth - size.width) / 2;
  const below = at ? at.bottom + MARGIN : (innerHeight - size.height) / 2;
  const top = at && below + size.height > innerHeight ? at.top - size.height - MARGIN : below;
  content.style.left = `${Math.max(MARGIN, Math.min(left, innerWidth - size.width - MARGIN))}px`;
  content.style.top = `${Math.max(MARGIN, Math.min(top, innerHeight - size.height - MARGIN))}px`;
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape" && stack.length) closePopup(stack.at(-1));
});

document.addEventListener("pointerdown", (event) => {
  while (stack.length) {
    const { content, anchor, modal } = stack.at(-1);
    if (modal || content.contains(event.target) || anchor?.contains(event.target)) return;
    closePopup(stack.at(-1));
  }
}, true);
