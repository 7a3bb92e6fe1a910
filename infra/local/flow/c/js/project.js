// The project page: puts its parts together and keeps them up to date.
import { shuffleClasses } from "./classes.js";
import { Composer } from "./composer.js";
import { saveOriginal } from "./download.js";
import { Grid } from "./grid.js";
import { speak } from "./labels.js";
import { notify } from "./notices.js";
import { showObstacles } from "./obstacles.js";
import { checkMarker, get, post, remove } from "./server.js";
import { buildToolbar } from "./upload.js";

const POLL_MS = 1000;
const FASTEST_POLL_MS = 300;
const project = location.pathname.split("/")[2];

async function attempt(work) {
  try {
    await work();
  } catch (error) {
    notify(error.message);
  }
}

function buildActions(page) {
  const actions = {
    open: (tile) => location.assign(`/project/${project}/edit/${tile.id}`),
    reuse: (tile) => page.composer.write(tile.prompt),
    remove: (tile) => attempt(async () => { await remove(`/api/tiles/${tile.id}`); page.grid.drop(tile.id); }),
    retry: (tile) => attempt(async () => {
      const { tiles } = await post(`/api/tiles/${tile.id}/retry`);
      page.grid.drop(tile.id);
      page.grid.prepend(tiles);
    }),
    downloadBatch: (tile) => page.grid.ofBatch(tile.batch).filter((each) => each.state === "ready").forEach(saveOriginal),
    trashBatch: (tile) => page.grid.ofBatch(tile.batch).forEach((each) => actions.remove(each)),
  };
  return actions;
}

function keepUpToDate(page, account, wait) {
  let shown = "";
  const poll = async () => {
    try {
      const now = await get(`/api/projects/${project}/tiles`);
      const news = JSON.stringify(now);
      if (news !== shown) {
        page.grid.update(now.tiles);
        account.credits = now.credits;
        page.composer.refresh();
        shown = news;
      }
    } catch {
      // The next poll may get through.
    }
    setTimeout(poll, wait);
  };
  setTimeout(poll, wait);
}

async function start() {
  const opened = await get(`/api/projects/${project}`);
  const { account, obstacles } = opened;
  if (!checkMarker(account)) return;
  speak(account);
  shuffleClasses(account);
  const page = {};
  page.grid = new Grid(buildActions(page), account);
  page.composer = new Composer({
    project, account, obstacles, onsubmitted: (tiles) => page.grid.prepend(tiles),
  });
  const toolbar = buildToolbar({ project, title: opened.title, rights: obstacles.includes("rights_dialog") });
  document.getElementById("app").append(toolbar, page.grid.element, page.composer.element);
  page.grid.prepend(opened.tiles);
  showObstacles(obstacles);
  keepUpToDate(page, account, Math.max(FASTEST_POLL_MS, POLL_MS / opened.factor) * account.slow);
}

start();
