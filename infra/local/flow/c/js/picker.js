// The asset picker: finds uploads by their display name.
import { button, el } from "./dom.js";
import { say } from "./labels.js";
import { closeOverlay, openOverlay } from "./overlay.js";
import { get, post } from "./server.js";

const TABS = ["All", "Images", "Videos", "Voices", "Characters", "Avatars", "Uploads"];
const WITH_PICTURES = new Set(["All", "Images", "Uploads"]);
const TYPING_PAUSE_MS = 120;

// `immediate`: frame pickers attach on the first click, the ingredient picker asks for a confirmation.
export function openPicker({ project, anchor, immediate, onpick }) {
  let tab = "All";
  let pause = 0;
  let turn = 0;
  let chosen = null;
  const list = el("div", { role: "listbox", "aria-label": "Assets" });
  const detail = el("div", { class: "detail" });
  const search = el("input", {
    class: "search", type: "text", placeholder: say("Search assets"), "aria-label": say("Search assets"),
    oninput: () => { clearTimeout(pause); pause = setTimeout(find, TYPING_PAUSE_MS); },
  });
  const tabs = TABS.map((name) => button({
    role: "tab", "aria-selected": String(name === tab),
    onclick: () => { tab = name; tabs.forEach((each, i) => each.setAttribute("aria-selected", String(TABS[i] === tab))); find(); },
  }, say(name)));
  const content = el("flow-add-menu-popover-content", {}, el("div", { role: "tablist" }, ...tabs), search, list, detail);
  const overlay = openOverlay(content, { anchor });

  async function attach(asset) {
    const bound = await post(`/api/projects/${project}/attach`, { asset: asset.id });
    closeOverlay(overlay);
    onpick(bound);
  }

  function choose(asset, option) {
    if (immediate) return attach(asset);
    chosen = asset.id;
    list.querySelectorAll("[aria-selected]").forEach((each) => each.setAttribute("aria-selected", "false"));
    option.setAttribute("aria-selected", "true");
    detail.replaceChildren(button({ class: "detail-add-to-prompt-btn primary", onclick: () => attach(asset) }, say("Add to prompt")));
    return undefined;
  }

  async function find() {
    const mine = ++turn;
    const found = WITH_PICTURES.has(tab) ? await get(`/api/projects/${project}/assets?q=${encodeURIComponent(search.value)}`) : [];
    if (mine !== turn) return;
    if (!found.some((asset) => asset.id === chosen)) detail.replaceChildren();
    list.replaceChildren(...found.map((asset) => {
      const option = button({ role: "option", class: "asset-item", "aria-selected": String(asset.id === chosen), onclick: () => choose(asset, option) },
        el("img", { src: asset.thumbnail, alt: "" }), el("span", { class: "asset-name" }, asset.name));
      return option;
    }));
  }

  find();
}
