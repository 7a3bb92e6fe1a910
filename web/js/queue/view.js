/** All jobs: what is at work, how far it is, which goes first. */
import { get } from "../core/api.js";
import { html, nothing, repeat } from "../core/html.js";
import { icon } from "../core/icons.js";
import { poll } from "../core/poll.js";
import { refresh } from "../core/refresh.js";
import { href } from "../core/router.js";
import { t } from "../core/words.js";
import { rowView } from "./row.js";

const PAGE = 50;

/** Open the page. */
export function open() {
  const jobs = new Map();
  const ending = new AbortController();
  let tasks = [];
  let next = null;
  let areRead = false;
  let problem = null;
  let openIds = "";

  const note = (page) => {
    for (const job of page.jobs) jobs.set(job.job_id, job);
    areRead = true;
    refresh();
  };
  const fail = (error) => {
    problem = error;
    refresh();
  };
  const stopJobs = poll("/api/jobs", {
    query: { limit: PAGE },
    isMoving: () => tasks.length > 0,
    onProblem: fail,
    onData(page) {
      const here = new Set(page.jobs.map((job) => job.job_id));
      const oldest = page.jobs.at(-1)?.job_id ?? "";
      // A job that is not on its page any more was deleted.
      for (const id of jobs.keys()) if (!here.has(id) && (!page.next_cursor || id > oldest)) jobs.delete(id);
      if (jobs.size <= PAGE) next = page.next_cursor;
      note(page);
    },
  });
  const stopTasks = poll("/api/tasks", {
    isMoving: (data) => data.tasks.length > 0,
    onProblem: fail,
    onData(data) {
      tasks = data.tasks;
      const ids = tasks.map(({ job_id: id }) => id).join();
      if (ids !== openIds) readOpen(tasks).then(() => (openIds = ids), fail);
      refresh();
    },
  });

  /** Jobs that came, went or changed with their tasks, whichever page of the list they are on. */
  async function readOpen() {
    const ids = [...new Set([...openIds.split(","), ...tasks.map(({ job_id: id }) => id)])].filter(Boolean).slice(0, PAGE);
    if (ids.length) note((await get("/api/jobs", { query: { ids: ids.join(".") }, signal: ending.signal, patient: true })).data);
  }

  async function more() {
    const page = (await get("/api/jobs", { query: { limit: PAGE, cursor: next }, signal: ending.signal })).data;
    next = page.next_cursor;
    note(page);
  }

  function template() {
    const all = [...jobs.values()].sort((one, other) => (one.job_id < other.job_id ? 1 : -1));
    const isOpen = (job) => tasks.some(({ job_id: id }) => id === job.job_id) || job.status === "running";
    return html`
      <div class="page-head">
        <h1>${t("queue.title")}</h1>
        ${areRead && all.length === 0 ? nothing : html`<div class="end">${newJobView()}</div>`}
      </div>
      ${problem ? html`<p class="notice page-notice" data-tone="bad" role="alert">${icon("warning")}<span>${problem.message}</span></p>` : nothing}
      ${areRead ? listsView(all.filter(isOpen), all.filter((job) => !isOpen(job))) : skeletons()}
      ${next ? html`<p class="more"><button class="button" @click=${() => more().catch(fail)}>${t("queue.more")}</button></p>` : nothing}
    `;
  }

  function listsView(open, ended) {
    if (open.length + ended.length === 0) return emptyView();
    const list = (title, some) =>
      some.length === 0
        ? nothing
        : html`<section class="queue-part">
            <h2>${title}<span class="faint figures">${some.length}</span></h2>
            <ul class="panel queue-list">
              ${repeat(some, (job) => job.job_id, (job) => rowView(job, tasks.filter(({ job_id: id }) => id === job.job_id)))}
            </ul>
          </section>`;
    return html`${list(t("queue.open"), open)}${list(t("queue.ended"), ended)}`;
  }

  return {
    title: () => t("queue.title"),
    template,
    close() {
      stopJobs();
      stopTasks();
      ending.abort();
    },
  };
}

const skeletons = () => html`<div class="panel queue-list">${[1, 2, 3].map(() => html`<div class="queue-row"><span class="skeleton row-skeleton"></span></div>`)}</div>`;

const emptyView = () => html`<section class="empty">
  <span class="mark">${icon("queue")}</span>
  <h2>${t("queue.empty")}</h2>
  <p>${t("queue.empty.text")}</p>
  ${newJobView()}
</section>`;

const newJobView = () => html`<a class="button primary" href=${href("/new")}>${icon("add")}${t("shell.nav.new")}</a>`;
