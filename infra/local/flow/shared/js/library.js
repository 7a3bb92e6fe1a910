// The project's pictures, found by display name.
import { button, el } from "/static/js/dom.js";
import { get, post } from "/static/js/server.js";
import { say } from "/static/js/labels.js";

const TYPING_PAUSE_MS = 120;

export class Library {
  constructor(project, onchoose) {
    Object.assign(this, { project, onchoose, turn: 0, pause: 0 });
    this.search = el("input", {
      class: "search", type: "text", placeholder: say("Search assets"), "aria-label": say("Search assets"),
      oninput: () => { clearTimeout(this.pause); this.pause = setTimeout(() => this.find(), TYPING_PAUSE_MS); },
    });
    this.list = el("div", { role: "listbox", "aria-label": "Assets" });
    this.element = el("div", { class: "library" }, this.search, this.list);
  }

  async find() {
    const mine = ++this.turn;
    const found = await get(`/api/projects/${this.project}/assets?q=${encodeURIComponent(this.search.value)}`);
    if (mine === this.turn) this.list.replaceChildren(...found.map((asset) => this.option(asset)));
  }

  option(asset) {
    const choose = () => {
      this.list.querySelectorAll("[role=option]").forEach((each) => each.setAttribute("aria-selected", String(each === option)));
      this.onchoose(asset);
    };
    const option = button({ role: "option", "aria-selected": "false", onclick: choose },
      el("img", { src: asset.thumbnail, alt: "" }), el("span", {}, asset.name));
    return option;
  }
}

// Gives the asset that the site really binds: it goes by name, so a reused name binds an older one.
export function bind(project, asset) {
  return post(`/api/projects/${project}/attach`, { asset: asset.id });
}
