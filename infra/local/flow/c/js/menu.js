// Menus, with submenus that open on hover or click.
import { button, el, icon } from "./dom.js";
import { closeAll, closeOverlay, openOverlay } from "./overlay.js";

// Items: {label, icon?, disabled?, act?, items?, stays?}; `stays` leaves the menu open after the choice.
export function openMenu(anchor, items, { backdrop = true } = {}) {
  let child = null;
  const menu = el("div", { role: "menu", class: "mat-mdc-menu-panel" });
  const showChild = (entry, item) => {
    if (child?.of === entry && entry.getAttribute("aria-expanded") === "true") return;
    entry.setAttribute("aria-expanded", "true");
    child = { of: entry, overlay: openMenu(entry, item.items, { backdrop: false }) };
  };
  for (const item of items) {
    const entry = button(
      {
        role: "menuitem",
        class: "mat-mdc-menu-item",
        disabled: item.disabled,
        "aria-disabled": item.disabled ? "true" : null,
        "aria-haspopup": item.items ? "menu" : null,
      },
      item.icon ? icon(item.icon) : null,
      el("span", { class: "mat-mdc-menu-item-text" }, item.label),
    );
    if (item.items) {
      entry.addEventListener("click", () => showChild(entry, item));
      entry.addEventListener("mouseenter", () => showChild(entry, item));
    } else {
      entry.addEventListener("mouseenter", () => {
        if (!child) return;
        child.of.removeAttribute("aria-expanded");
        closeOverlay(child.overlay);
        child = null;
      });
      entry.addEventListener("click", () => {
        if (!item.stays) closeAll();
        item.act();
      });
    }
    menu.append(entry);
  }
  return openOverlay(menu, { anchor, backdrop });
}
