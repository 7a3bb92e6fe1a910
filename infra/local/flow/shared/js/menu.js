// Menus and drop-down lists.
import { button, el } from "/static/js/dom.js";
import { icon } from "./icon.js";
import { openPopup, togglePopup } from "./popup.js";

// Entries: {icon?, label, note?, disabled?, act?, entries?}; a choice in a submenu closes the whole menu.
export function buildMenu(entries, closeAll, role = "menu", itemRole = "menuitem") {
  const menu = el("div", { role });
  for (const entry of entries) {
    const item = el("div", {
      role: itemRole, tabindex: "-1", "aria-disabled": entry.disabled ? "true" : null,
      "aria-haspopup": entry.entries ? "menu" : null, "aria-selected": itemRole === "option" ? String(Boolean(entry.chosen)) : null,
    }, entry.icon ? icon(entry.icon) : null, el("span", {}, entry.label), entry.note ? el("span", { class: "note" }, entry.note) : null);
    if (entry.entries) {
      const child = buildMenu(entry.entries, closeAll);
      item.addEventListener("click", () => { if (!child.isConnected) openPopup(child, { anchor: item }); });
    } else if (!entry.disabled) {
      item.addEventListener("click", () => { closeAll(); entry.act(); });
    }
    menu.append(item);
  }
  return menu;
}

// A button whose menu is made anew at each opening; a second click closes it.
export function menuButton(attributes, children, entries, role = "menu", itemRole = "menuitem") {
  let menu = null;
  const trigger = button({
    "aria-haspopup": role, "aria-expanded": "false", ...attributes,
    onclick: () => {
      if (!menu?.isConnected) menu = buildMenu(entries(), () => closeMenu(), role, itemRole);
      togglePopup(menu, trigger);
    },
  }, ...children);
  const closeMenu = () => { if (menu.isConnected) togglePopup(menu, trigger); };
  return trigger;
}

export function listButton(attributes, children, entries) {
  return menuButton({ role: "combobox", ...attributes }, children, entries, "listbox", "option");
}
