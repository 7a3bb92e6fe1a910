/** The top of a job's page: its name, where it stands, and what can be done with all of it. */
import { ago, number, percent } from "../core/format.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { setQuery } from "../core/router.js";
import { t } from "../core/words.js";
import { cancel, erase, pause, recover, resume, retry } from "./actions.js";
import { shownStatus, standing, toneOf } from "./standing.js";

const PARTS = ["succeeded", "running", "waiting", "queued", "blocked", "failed", "cancelled"];
const TONES = { running: "info", waiting: "warn", blocked: "warn", failed: "bad", succeeded: "good" };

/** The head. */
export function headView(board, job, { tab }) {
  return html`
    <div class="page-head job-head">
      <div class="job-title">
        <h1>${job.title}</h1>
        <p class="job-facts soft">
          <span class="chip" data-tone=${toneOf(job) ?? nothing} data-testid="job-status">${t(`job.status.${shownStatus(job)}`)}</span>
          <span>${t(`job.aspect.${job.options.aspect}`)}</span><span>${job.options.model}</span>
          <span>${t("job.outputs", { count: job.options.outputs })}</span><span>${ago(job.created_at)}</span>
        </p>
      </div>
      <div class="end">${buttonsView(job, board.collection.troubles())}</div>
    </div>
    ${isStarted(job) ? html`${progressView(job)}${tabsView(job, tab)}` : nothing}
  `;
}

const isStarted = (job) => job.counts.total > 0 && job.status !== "draft";

function buttonsView(job, { retryable, unclear }) {
  const can = standing(job);
  return html`
    ${can.canRetry && retryable ? button("retry", t("job.retry", { count: retryable }), () => retry(job), "primary") : nothing}
    ${can.canResume ? button("play", t("job.resume"), () => resume(job), "primary") : nothing}
    ${can.canPause ? button("pause", t("job.pause"), () => pause(job)) : nothing}
    ${can.canCancel ? button("cancel", t("job.cancel"), () => cancel(job)) : nothing}
    ${unclear && !can.isOpen ? button("film", t("job.recover"), () => recover(job)) : nothing}
    ${can.isOpen ? nothing : iconButton("trash", t("job.delete"), () => erase(job))}
  `;
}

const button = (name, words, act, kind = "") => html`<button class="button ${kind}" @click=${act}>${icon(name)}${words}</button>`;

const iconButton = (name, words, act) =>
  html`<button class="icon-button" aria-label=${words} title=${words} @click=${act}>${icon(name)}</button>`;

function progressView(job) {
  const parts = PARTS.filter((name) => job.counts[name] > 0);
  return html`<div class="job-progress">
    <progress class="progress" max="100" .value=${job.progress} data-tone=${standing(job).isOpen ? nothing : "good"} aria-label=${t("job.progress")}></progress>
    <p class="job-counts figures">
      <strong>${percent(job.progress / 100)}</strong>
      ${parts.map((name) => html`<span class="count" data-tone=${TONES[name] ?? nothing}>${t(`job.count.${name}`, { count: job.counts[name] })}</span>`)}
      <span class="faint">${t("job.count.total", { count: job.counts.total, figure: number(job.counts.total) })}</span>
    </p>
  </div>`;
}

function tabsView(job, chosen) {
  const tab = (name) => html`<button class="tab" aria-pressed=${String(name === chosen)}
    @click=${() => setQuery({ view: name === "takes" ? null : name })}>${t(`job.tab.${name}`)}</button>`;
  return html`<div class="tabs">${tab("takes")}${tab("timeline")}</div>`;
}
