// A finished tile of generation B: a picture that moves under the pointer, and a menu with the files.
import { button, el } from "/static/js/dom.js";
import { downloadEntries } from "/static/shared/js/downloads.js";
import { icon } from "/static/shared/js/icon.js";
import { say } from "/static/js/labels.js";
import { menuButton } from "/static/shared/js/menu.js";
import { caption, player, poster } from "/static/shared/js/tile.js";

function stage(tile) {
  const place = el("div", { class: "stage" }, poster(tile));
  if (tile.kind === "image") return place;
  let video = null;
  place.addEventListener("mouseenter", () => place.append(video = player(tile, { autoplay: true })));
  place.addEventListener("mouseleave", () => video?.remove());
  return place;
}

export function finished(tile, { account, actions }) {
  const more = menuButton({ "aria-label": say("More options") }, [icon("more_vert")], () => [
    { icon: "download", label: say("Download"), entries: downloadEntries(tile, account) },
    { icon: "undo", label: say("Reuse prompt"), act: () => actions.reuse(tile) },
    { icon: "delete_forever", label: say("Delete"), act: () => actions.remove(tile) },
  ]);
  const favorite = button({ "aria-label": say("Favorite"), "aria-pressed": "false",
    onclick: () => favorite.setAttribute("aria-pressed", "true") }, icon("favorite"));
  return [stage(tile), caption(tile), el("div", { class: "details" }, tile.details), el("div", { class: "tile-buttons" }, favorite, more)];
}
