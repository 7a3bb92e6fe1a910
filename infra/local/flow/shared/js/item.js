// One clip by itself.
import { el } from "/static/js/dom.js";
import { checkMarker, get } from "/static/js/server.js";
import { downloadEntries } from "./downloads.js";
import { icon } from "./icon.js";
import { say, speak } from "/static/js/labels.js";
import { menuButton } from "./menu.js";
import { caption, player, poster } from "./tile.js";

const [address, id] = location.pathname.split("/edit/");

async function start() {
  const account = await get("/api/account");
  if (!checkMarker(account)) return;
  speak(account);
  const { tiles } = await get(`/api/projects/${address.split("/").at(-1)}/tiles`);
  const tile = tiles.find((each) => each.id === id);
  const page = document.getElementById("__next");
  page.append(el("a", { href: address }, say("Close")));
  if (tile?.state !== "ready") return;
  page.append(tile.kind === "image" ? poster(tile) : player(tile, { controls: true }), caption(tile),
    menuButton({}, [icon("download"), el("span", {}, say("Download"))], () => downloadEntries(tile, account)));
}

start();
