// The pictures bound to the prompt: a start and an end frame, or up to three ingredients.
import { button, el } from "/static/js/dom.js";
import { icon } from "./icon.js";
import { say } from "/static/js/labels.js";

const MOST_INGREDIENTS = 3;

export class Pictures {
  // `opener(label, put)` makes what lets a visitor choose a picture, and hands it to `put`.
  constructor(choices, opener) {
    Object.assign(this, { choices, opener });
    this.element = el("div", { class: "pictures" });
    choices.listeners.push(() => this.refresh());
    this.clear();
  }

  get mode() {
    const { mode, submode } = this.choices.settings;
    return mode === "video" ? submode : "text";
  }

  clear() {
    this.slots = [null, null];
    this.bound = [];
    this.refresh();
  }

  // In frames the place says which one it is, so an empty one counts.
  assets() {
    const shown = { frames: this.slots, ingredients: this.bound }[this.mode] ?? [];
    return shown.map((asset) => asset?.id ?? null);
  }

  refresh() {
    const rows = { frames: () => this.frames(), ingredients: () => this.ingredients() };
    this.element.replaceChildren(...(rows[this.mode]?.() ?? []));
  }

  frames() {
    const swap = button({ "aria-label": say("swap first and last"), onclick: () => { this.slots.reverse(); this.refresh(); } }, icon("swap_horiz"));
    return [this.slot(0, say("Start")), swap, this.slot(1, say("End"))];
  }

  slot(number, label) {
    const put = (asset) => { this.slots[number] = asset; this.refresh(); };
    return this.slots[number] ? chip(this.slots[number], () => put(null)) : this.opener(label, put);
  }

  ingredients() {
    const drop = (asset) => { this.bound = this.bound.filter((each) => each !== asset); this.refresh(); };
    const chips = this.bound.map((asset) => chip(asset, () => drop(asset)));
    const put = (asset) => { this.bound = [...this.bound, asset]; this.refresh(); };
    return chips.length < MOST_INGREDIENTS ? [...chips, this.opener(null, put)] : chips;
  }
}

function chip(asset, drop) {
  return button({ "aria-label": say("Image ingredient, {name}", asset), onclick: drop }, el("img", { src: asset.thumbnail, alt: "" }));
}
