// One clip by itself.
import { shuffleClasses } from "./classes.js";
import { button, el, icon } from "./dom.js";
import { downloadItems } from "./download.js";
import { say, speak } from "./labels.js";
import { openMenu } from "./menu.js";
import { checkMarker, get } from "./server.js";

const [, , project, , id] = location.pathname.split("/");

async function start() {
  const account = await get("/api/account");
  if (!checkMarker(account)) return;
  speak(account);
  shuffleClasses(account);
  const { tiles } = await get(`/api/projects/${project}/tiles`);
  const tile = tiles.find((each) => each.id === id);
  const place = document.getElementById("item");
  place.append(el("a", { href: `/project/${project}` }, "Back to the project"));
  if (tile?.state !== "ready") {
    place.append(el("p", {}, "This clip is not ready."));
    return;
  }
  const download = button({ "aria-haspopup": "menu", onclick: () => openMenu(download, downloadItems(tile, account)) }, icon("download"), ` ${say("Download")}`);
  const media = tile.kind === "image"
    ? el("img", { src: `/media/tiles/${id}/poster`, alt: say("Generated image") })
    : el("video", { src: `/media/tiles/${id}/video`, controls: true, loop: true });
  place.append(el("h1", {}, tile.title), media, el("p", { class: "prompt" }, tile.prompt),
    el("p", { class: "metadata-row" }, tile.created), el("p", { class: "metadata-row" }, tile.details), download);
}

start();
