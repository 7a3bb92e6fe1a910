// A finished card of generation A: its player, and a button with the files.
import { el } from "/static/js/dom.js";
import { say } from "/static/js/labels.js";
import { downloadEntries } from "/static/shared/js/downloads.js";
import { icon } from "/static/shared/js/icon.js";
import { menuButton } from "/static/shared/js/menu.js";
import { caption, player, poster } from "/static/shared/js/tile.js";

export function finished(tile, { account }) {
  const shown = tile.kind === "image" ? poster(tile)
    : player(tile, { preload: "none", controls: true, poster: `/media/tiles/${tile.id}/poster` });
  const download = menuButton({}, [icon("download"), el("span", {}, say("Download"))], () => downloadEntries(tile, account));
  return [el("div", { class: "stage" }, shown), caption(tile), el("div", { class: "details" }, tile.details),
    el("div", { class: "tile-buttons" }, download)];
}

// The newest card has the lowest index.
export function mark(element, index) {
  element.dataset.index = String(index);
  element.dataset.itemIndex = String(index);
}
