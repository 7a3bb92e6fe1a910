/** All downloads: those being packed, those ready and until when, those that failed. */
import { get } from "../core/api.js";
import { ago, bytes, moment, percent } from "../core/format.js";
import { html, nothing, repeat } from "../core/html.js";
import { icon } from "../core/icons.js";
import { poll } from "../core/poll.js";
import { refresh } from "../core/refresh.js";
import { href } from "../core/router.js";
import { t } from "../core/words.js";

const PAGE = 50;
const OPEN = ["pending", "queued", "running", "waiting"];

/** Open the page. */
export function open() {
  const found = new Map();
  const ending = new AbortController();
  let next = null;
  let areRead = false;
  let problem = null;

  const fail = (error) => {
    problem = error;
    refresh();
  };
  const note = (page) => {
    for (const delivery of page.deliveries) found.set(delivery.delivery_id, delivery);
    areRead = true;
    refresh();
  };
  const stop = poll("/api/deliveries", {
    query: { limit: PAGE },
    isMoving: (page) => page.deliveries.some(({ status }) => OPEN.includes(status)),
    onProblem: fail,
    onData(page) {
      if (found.size <= PAGE) next = page.next_cursor;
      note(page);
    },
  });

  async function more() {
    const page = (await get("/api/deliveries", { query: { limit: PAGE, cursor: next }, signal: ending.signal })).data;
    next = page.next_cursor;
    note(page);
  }

  return {
    title: () => t("downloads.title"),
    template() {
      const all = [...found.values()].sort((one, other) => (one.created_at < other.created_at ? 1 : -1));
      return html`
        <div class="page-head"><h1>${t("downloads.title")}</h1></div>
        ${problem ? html`<p class="notice page-notice" data-tone="bad" role="alert">${icon("warning")}<span>${problem.message}</span></p>` : nothing}
        ${areRead ? listView(all) : problem ? nothing : html`<div class="skeleton timeline-skeleton"></div>`}
        ${next ? html`<p class="more"><button class="button" @click=${() => more().catch(fail)}>${t("queue.more")}</button></p>` : nothing}
      `;
    },
    close() {
      stop();
      ending.abort();
    },
  };
}

function listView(all) {
  if (all.length === 0) {
    return html`<section class="empty">
      <span class="mark">${icon("zip")}</span>
      <h2>${t("downloads.empty")}</h2>
      <p>${t("downloads.empty.text")}</p>
      <a class="button primary" href=${href("/jobs")}>${t("job.all")}</a>
    </section>`;
  }
  return html`<ul class="panel download-list">${repeat(all, ({ delivery_id: id }) => id, rowView)}</ul>`;
}

function rowView(delivery) {
  return html`<li class="download-row" data-testid="download" data-status=${delivery.status}>
    <span class="download-icon">${icon("zip")}</span>
    <div class="download-name">
      <strong class="truncate">${delivery.name ?? `${delivery.folder}.zip`}</strong>
      <span class="faint">
        <a href=${href(`/jobs/${delivery.job_id}`)}>${delivery.title ?? t("job.title")}</a> ·
        ${t("downloads.takes", { count: delivery.video_count })} · ${delivery.resolution}${delivery.size ? ` · ${bytes(delivery.size)}` : ""}
      </span>
    </div>
    <div class="download-state">${stateView(delivery)}</div>
  </li>`;
}

function stateView(delivery) {
  const { status, url, expires_at: expires, failure, progress } = delivery;
  if (OPEN.includes(status)) {
    return html`<span class="soft figures">${t("download.packing")} ${percent(progress / 100)}</span>
      <progress class="progress" max="100" .value=${progress} aria-label=${t("download.packing")}></progress>`;
  }
  if (status !== "succeeded") return html`<span class="chip" data-tone="bad">${icon("warning")}${failure?.detail ?? t(`state.${status}`)}</span>`;
  if (!url) return html`<span class="chip">${t("downloads.expired")}</span>`;
  return html`
    <span class="faint" title=${expires ? moment(expires) : nothing}>${expires ? t("downloads.until", { when: ago(expires) }) : t("downloads.kept")}</span>
    <a class="button primary" href=${url} download>${icon("download")}${t("downloads.save")}</a>
  `;
}
