// One tile: pending, blank, finished or failed. It carries no id.
import { button, el, icon } from "./dom.js";
import { downloadItems } from "./download.js";
import { say } from "./labels.js";
import { openMenu } from "./menu.js";

const QUEUED = "Your video has been scheduled and is waiting in the queue due to high demand.";
const NOT_CHARGED = "You have not been charged for this generation.";

export class TileView {
  constructor(tile, actions, account) {
    this.actions = actions;
    this.account = account;
    this.body = el("flow-tile-container");
    this.element = el("flow-grid-tile-container", { "aria-label": tile.title }, this.body);
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
    const views = { queued: () => this.pending(), running: () => this.pending(), ready: () => this.finished(), failed: () => this.failed() };
    const view = views[tile.state]?.();
    this.body.replaceChildren(...(view ? [view] : []));
    if (tile.state === "ready" && tile.first_of_batch) this.element.append(this.batch());
  }

  pending() {
    const { tile } = this;
    this.percentage = el("div", { class: "loading-percentage" });
    return el("flow-pending-tile", {},
      this.percentage,
      el("div", { class: "subtitle" }, tile.prompt),
      tile.waiting ? el("div", { class: "queue-message" }, say(QUEUED)) : null,
      tile.state === "queued"
        ? button({ class: "cancel-button", "aria-label": say("Cancel"), onclick: () => this.actions.remove(tile) }, icon("close")) : null);
  }

  finished() {
    const { tile } = this;
    const image = tile.kind === "image";
    const poster = el("img", { src: `/media/tiles/${tile.id}/poster`, alt: say(image ? "Generated image" : "Generated video thumbnail"),
      "data-media-id": image ? tile.id : null });
    const stage = el("div", { class: "stage", onclick: () => this.actions.open(tile) }, poster);
    if (!image) this.playOnHover(stage);
    const options = (event) => { event.preventDefault(); this.options(event.currentTarget); };
    return el(image ? "flow-image-tile" : "flow-video-tile", { oncontextmenu: options }, stage,
      el("div", { class: "tile-buttons" },
        button({ "aria-label": say("Favorite"), "aria-pressed": "false", onclick: (event) => event.currentTarget.setAttribute("aria-pressed", "true") }, icon("favorite")),
        button({ "aria-label": say("Reuse prompt"), onclick: () => this.actions.reuse(tile) }, icon("redo")),
        button({ "aria-label": say("More options"), "aria-haspopup": "menu", onclick: options }, icon("more_vert"))));
  }

  playOnHover(stage) {
    let video = null;
    stage.addEventListener("mouseenter", () => {
      video = el("video", { src: `/media/tiles/${this.tile.id}/video`, muted: true, loop: true, autoplay: true, playsinline: true });
      video.muted = true;
      stage.append(video);
    });
    stage.addEventListener("mouseleave", () => video?.remove());
  }

  options(anchor) {
    const { tile } = this;
    openMenu(anchor, [
      { label: say("Download"), icon: "download", items: downloadItems(tile, this.account) },
      { label: say("Reuse prompt"), icon: "redo", act: () => this.actions.reuse(tile) },
      { label: say("Delete"), icon: "delete_forever", act: () => this.actions.remove(tile) },
    ]);
  }

  failed() {
    const { tile } = this;
    const content = el("div", { class: "error-tile-content" },
      icon("warning"),
      el("div", { class: "error-title" }, say("Failed")),
      el("div", { class: "error-message-text" }, tile.error),
      tile.disclaimer ? el("div", { class: "disclaimer-message" }, say(NOT_CHARGED)) : null,
      el("div", { class: "caption" }, tile.prompt),
      el("div", { class: "tile-buttons" },
        button({ "aria-label": say("Retry"), onclick: () => this.actions.retry(tile) }, icon("refresh")),
        button({ "aria-label": say("Reuse prompt"), onclick: () => this.actions.reuse(tile) }, icon("undo")),
        button({ "aria-label": say("Delete"), onclick: () => this.actions.remove(tile) }, icon("delete_forever"))));
    return el("flow-error-tile", {}, el("div", { class: "error-tile" }, content));
  }

  batch() {
    const { tile } = this;
    return el("flow-batch-info", {},
      el("div", { class: "metadata-row" }, tile.created), el("div", { class: "metadata-row" }, tile.details),
      button({ onclick: () => this.actions.downloadBatch(tile) }, say("Download batch")),
      button({ onclick: () => this.actions.reuse(tile) }, say("Reuse prompt")),
      button({ onclick: () => this.actions.trashBatch(tile) }, say("Trash batch")));
  }
}
