// The pictures bound to the prompt: a row of ingredients, or a start and an end frame.
import { button, el, icon } from "./dom.js";
import { say } from "./labels.js";
import { openPicker } from "./picker.js";

const MOST_INGREDIENTS = 3;

export class Ingredients {
  constructor(project, account) {
    this.project = project;
    this.account = account;
    this.element = el("div", { class: "chips" });
    this.frames = false;
    this.clear();
  }

  clear() {
    this.bound = [];
    this.slots = [null, null];
    this.refresh();
  }

  show(settings) {
    this.frames = settings.mode === "video" && settings.submode === "frames";
    this.refresh();
  }

  assets() {
    return (this.frames ? this.slots : this.bound).map((asset) => asset?.id ?? null);
  }

  pick(anchor) {
    openPicker({ project: this.project, anchor, immediate: false, onpick: (asset) => this.add(asset) });
  }

  add(asset) {
    const empty = this.slots.indexOf(null);
    if (this.frames && empty >= 0) this.slots[empty] = asset;
    else if (!this.frames && this.bound.length < MOST_INGREDIENTS) this.bound.push(asset);
    this.refresh();
  }

  refresh() {
    if (this.frames) {
      const swap = button({ "aria-label": say("swap first and last"), onclick: () => { this.slots.reverse(); this.refresh(); } }, icon("swap_horiz"));
      this.element.replaceChildren(this.slot(0, say("Start")), swap, this.slot(1, say("End")));
    } else {
      this.element.replaceChildren(...this.bound.map((asset) => this.chip(asset, () => this.bound.splice(this.bound.indexOf(asset), 1))));
    }
  }

  slot(number, label) {
    const asset = this.slots[number];
    if (asset) return this.chip(asset, () => { this.slots[number] = null; });
    const onpick = (picked) => { this.slots[number] = picked; this.refresh(); };
    const chip = button({ class: "empty-chip", onclick: () => openPicker({ project: this.project, anchor: chip, immediate: !this.account.frames_confirm, onpick }) }, label);
    return chip;
  }

  chip(asset, drop) {
    return button({ class: "chip-container", "aria-label": say("Image ingredient, {name}", { name: asset.name }), onclick: () => { drop(); this.refresh(); } },
      el("img", { src: asset.thumbnail, alt: "" }));
  }
}
