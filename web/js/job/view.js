/** The page of a job: where it stands, its takes, and what happened to it. */
import { say } from "../core/announce.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { poll } from "../core/poll.js";
import { refresh } from "../core/refresh.js";
import { href } from "../core/router.js";
import { t } from "../core/words.js";
import { openDownload } from "../downloads/order.js";
import { actionBar } from "../takes/action-bar.js";
import { openBoard } from "../takes/board.js";
import { filterBar } from "../takes/filter-bar.js";
import { isFiltering } from "../takes/filters.js";
import { openGrid } from "../takes/grid.js";
import { listenToKeys } from "../takes/keys.js";
import { openUpscale } from "../takes/upscale.js";
import { draftView } from "./draft.js";
import { headView } from "./head.js";
import { openTimeline } from "./timeline.js";
import { standing } from "./standing.js";

const ITEMS = 200;
const FOLLOW_MS = 3000;

/** Open the page of the job that the address names. */
export function open({ params, query }) {
  const jobId = params.id;
  const path = `/api/jobs/${jobId}`;
  let problem = null;
  let tab = query.get("view") === "timeline" ? "timeline" : "takes";
  let said = null;
  let stopRenditions = null;

  const fail = (error) => {
    problem = error;
    refresh();
  };
  const board = openBoard(jobId, query, { onProblem: fail });
  const grid = openGrid(board);
  const timeline = openTimeline(jobId);
  const act = (dialog) => async () => {
    const takes = await board.targets();
    if (takes.length) dialog(takes, board.collection.job().title);
  };
  const acts = { upscale: act(openUpscale), download: act(openDownload) };
  const stopKeys = listenToKeys(board, grid, acts);
  const stopTicking = tickWhileWaiting(board);

  /** Polling tells of the first items only; those further down are read again while they are in view. */
  const following = setInterval(() => {
    const [first, last] = grid.visible();
    if (last > ITEMS && !document.hidden && standing(board.collection.job()).isOpen) board.collection.again(first, last);
  }, FOLLOW_MS);

  const stopPolling = poll(path, {
    query: { limit: ITEMS },
    isMoving: (job) => standing(job).isOpen,
    onProblem: fail,
    onData(job) {
      board.collection.takeJob(job);
      board.collection.again(...grid.visible());
      timeline.mayHaveGrown();
      followRenditions(job);
      const now = t("job.said", { done: job.counts.succeeded, total: job.counts.total, state: t(`job.status.${job.status}`) });
      if (said !== null && said !== now) say(now);
      said = now;
    },
  });

  /** While takes are being upscaled their progress is in no item, so it is read by itself. */
  function followRenditions(job) {
    const isUpscaling = standing(job).openTasks.some(({ kind }) => kind === "upscale");
    if (isUpscaling === Boolean(stopRenditions)) return;
    stopRenditions?.();
    stopRenditions = isUpscaling
      ? poll(`/api/videos/job/${jobId}`, {
          query: { upscaled: "open", limit: ITEMS },
          onData: ({ videos }) => board.collection.noteTakes(videos),
        })
      : null;
  }

  function template() {
    const job = board.collection.job();
    if (problem) return problemView(problem);
    if (!job) return loadingView();
    if (job.status === "draft") return html`${headView(board, job, { tab })}${draftView(job)}`;
    return html`
      ${headView(board, job, { tab })}
      ${tab === "timeline" ? timeline.template() : takesView(job)}
    `;
  }

  function takesView(job) {
    if (job.counts.total === 0) return startingView();
    const isEmpty = board.collection.numbers().length === 0;
    const isReading = isFiltering(board.filters()) && !board.collection.areTakesRead();
    return html`
      ${filterBar(board, { counts: job.counts })}
      ${isEmpty && !isReading ? emptyView() : grid.template()}
      ${actionBar(board, acts)}
    `;
  }

  return {
    title: () => board.collection.job()?.title ?? t("job.title"),
    template,
    update({ query: next }) {
      tab = next.get("view") === "timeline" ? "timeline" : "takes";
      if (tab === "timeline") timeline.open();
      board.follow(next);
    },
    close() {
      clearInterval(following);
      for (const end of [stopPolling, stopKeys, stopTicking, () => stopRenditions?.(), grid.close, timeline.close, board.close]) end();
    },
  };
}

function tickWhileWaiting(board) {
  const timer = setInterval(() => board.collection.job()?.counts.waiting && refresh(), 1000);
  return () => clearInterval(timer);
}

const loadingView = () => html`
  <div class="page-head"><span class="skeleton title-skeleton"></span></div>
  <div class="skeleton progress-skeleton"></div>
  <p class="visually-hidden" role="status">${t("shell.loading")}</p>
`;

const startingView = () => html`<section class="empty">
  <span class="mark">${icon("clock")}</span><h2>${t("job.starting")}</h2><p>${t("job.starting.text")}</p>
</section>`;

const emptyView = () => html`<section class="empty">
  <span class="mark">${icon("filter")}</span><h2>${t("takes.none")}</h2><p>${t("takes.none.text")}</p>
</section>`;

const problemView = (problem) => html`<section class="empty">
  <span class="mark">${icon("warning")}</span>
  <h1>${problem.status === 404 ? t("job.missing") : t("job.unreadable")}</h1>
  ${problem.status === 404 ? nothing : html`<p>${problem.message}</p>`}
  <a class="button primary" href=${href("/jobs")}>${t("job.all")}</a>
</section>`;
