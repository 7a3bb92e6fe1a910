// The project page: opens it, puts its parts together, keeps them up to date.
import { shuffleClasses } from "/static/js/classes.js";
import { el } from "/static/js/dom.js";
import { checkMarker, get, post, remove } from "/static/js/server.js";
import { Grid } from "./grid.js";
import { say, speak } from "/static/js/labels.js";
import { showObstacles } from "./obstacles.js";
import { TileView } from "./tile.js";
import { toast } from "./toasts.js";
import { Uploading } from "./uploading.js";

const POLL_MS = 1000;
const FASTEST_POLL_MS = 300;
const HOME = "/fx/tools/flow";

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    toast(error.message);
  }
}

function buildActions(page) {
  return {
    reuse: (tile) => page.submitter.write(tile.prompt),
    remove: (tile) => attempt(async () => { await remove(`/api/tiles/${tile.id}`); page.grid.drop(tile.id); }),
    retry: (tile) => attempt(async () => {
      const { tiles } = await post(`/api/tiles/${tile.id}/retry`);
      page.grid.drop(tile.id);
      page.grid.prepend(tiles);
    }),
  };
}

function keepUpToDate(page, wait) {
  let shown = "";
  const poll = async () => {
    try {
      const now = await get(`/api/projects/${page.project}/tiles`);
      const news = JSON.stringify(now);
      if (news !== shown) {
        page.grid.update(now.tiles);
        page.account.credits = now.credits;
        page.submitter.refresh();
        shown = news;
      }
    } catch {
      // The next poll may get through.
    }
    setTimeout(poll, wait);
  };
  setTimeout(poll, wait);
}

// `finished` and `mark` draw this generation's tiles; `compose(page)` gives its {element, submitter}.
export async function openProject({ finished, mark, compose }) {
  const [project] = location.pathname.split("/project/")[1].split("/");
  const { account, obstacles, title, tiles, factor } = await get(`/api/projects/${project}`);
  if (!checkMarker(account)) return;
  speak(account);
  shuffleClasses(account);
  const page = { project, account, obstacles };
  page.uploading = new Uploading(project, obstacles.includes("rights_dialog"));
  page.actions = buildActions(page);
  page.grid = new Grid((tile) => new TileView(tile, page.actions, (shown) => finished(shown, page)), mark);
  const { element, submitter } = compose(page);
  page.submitter = submitter;
  document.getElementById("__next").append(
    el("header", {}, el("a", { href: HOME }, say("Your projects")), el("h1", {}, title)), page.grid.element, element);
  page.grid.prepend(tiles);
  showObstacles(obstacles);
  keepUpToDate(page, Math.max(FASTEST_POLL_MS, POLL_MS / factor) * account.slow);
}
