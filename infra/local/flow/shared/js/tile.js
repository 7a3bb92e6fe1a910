// One tile: pending, blank, finished or failed. Its prompt is on it in every state.
import { button, el } from "/static/js/dom.js";
import { icon } from "./icon.js";
import { say } from "/static/js/labels.js";

export class TileView {
  // `finished(tile)` gives the children of a finished tile: there the generations differ.
  constructor(tile, actions, finished) {
    Object.assign(this, { actions, finished });
    this.element = el("div", { class: "tile", "data-tile-id": tile.id });
    this.update(tile);
  }

  update(tile) {
    const changed = this.tile?.state !== tile.state || this.tile.waiting !== tile.waiting;
    this.tile = tile;
    if (changed) this.show();
    if (this.percentage) this.percentage.textContent = `${tile.percent}%`;
  }

  show() {
    const { tile } = this;
    this.percentage = null;
    const views = {
      queued: () => this.pending(), running: () => this.pending(),
      ready: () => this.finished(tile), failed: () => this.failed(),
    };
    this.element.replaceChildren(...(views[tile.state]?.() ?? []));
  }

  pending() {
    const { tile } = this;
    this.percentage = el("div", { role: "progressbar" });
    return [this.percentage, caption(tile),
      tile.waiting ? el("em", {}, say("Your video has been scheduled and is waiting in the queue due to high demand.")) : "",
      tile.state === "queued" ? button({ "aria-label": say("Cancel"), onclick: () => this.actions.remove(tile) }, icon("close")) : ""];
  }

  failed() {
    const { tile, actions } = this;
    return [icon("warning"), el("h3", {}, say("Failed")), el("p", {}, tile.error),
      tile.disclaimer ? el("small", {}, say("You have not been charged for this generation.")) : "", caption(tile),
      el("div", { class: "tile-buttons" },
        button({ "aria-label": say("Retry"), onclick: () => actions.retry(tile) }, icon("refresh")),
        button({ "aria-label": say("Reuse prompt"), onclick: () => actions.reuse(tile) }, icon("undo")),
        button({ "aria-label": say("Delete"), onclick: () => actions.remove(tile) }, icon("delete_forever")))];
  }
}

export function caption(tile) {
  return el("figcaption", {}, tile.prompt);
}

export function poster(tile) {
  return el("img", { src: `/media/tiles/${tile.id}/poster`, alt: "" });
}

export function player(tile, attributes) {
  const video = el("video", { src: `/media/tiles/${tile.id}/video`, loop: true, playsinline: true, ...attributes });
  video.muted = true;
  return video;
}
