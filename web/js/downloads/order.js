/** The download dialog: which size, which folder name; then how far the ZIP is, and where it lies. */
import { get, post } from "../core/api.js";
import { sleep } from "../core/connection.js";
import { openDialog } from "../core/dialog.js";
import { bytes, percent } from "../core/format.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { inOneBreath, refusalView } from "../core/prose.js";
import { href } from "../core/router.js";
import { t } from "../core/words.js";
import { inBatches } from "../takes/batches.js";

const LOOK_MS = 1200;
const MOST_FOLDER = 80;
const OPEN = ["pending", "queued", "running", "waiting"];

/** Open it for takes of one job, whose title names the folder. */
export function openDownload(takes, title) {
  const large = takes.filter(isUpscaled);
  const state = {
    resolution: large.length === takes.length ? "4K" : "720p",
    folder: folderOf(title),
    deliveries: [],
    problem: null,
    isSending: false,
  };
  const ending = new AbortController();
  return openDialog({
    title: () => t("download.title"),
    body: ({ repaint }) => (state.deliveries.length ? progressView(state) : formView(state, takes, large, repaint)),
    actions: (tools) => (state.deliveries.length ? doneActions(tools) : formActions(state, takes, tools, ending.signal)),
  }).finally(() => ending.abort());
}

const isUpscaled = (take) => take.rendition?.status === "succeeded";

// What no folder may be called stands in few titles; the API makes the rest safe.
const folderOf = (title) => title.replace(/[\\/:*?"<>|]+/g, " ").replace(/\s+/g, " ").trim().slice(0, MOST_FOLDER) || "Dailies";

function formView(state, takes, large, repaint) {
  const size = takes.reduce((sum, take) => sum + take.size, 0);
  const set = (changes) => {
    Object.assign(state, changes);
    repaint();
  };
  return html`
    <p>${t("download.text", { count: takes.length })}</p>
    <fieldset>
      <legend class="label">${t("download.resolution")}</legend>
      <div class="segments">
        ${segment("720p", state, { note: bytes(size), set })}
        ${segment("4K", state, { note: t("download.ready", { ready: large.length, count: takes.length }), isDisabled: large.length < takes.length, set })}
      </div>
    </fieldset>
    ${large.length < takes.length
      ? html`<p class="notice">${icon("info")}<span>${t("download.not_upscaled", { count: takes.length - large.length })}</span></p>`
      : nothing}
    <div class="field">
      <label for="folder">${t("download.folder")}</label>
      <input id="folder" class="input" maxlength=${MOST_FOLDER} .value=${state.folder} @input=${(event) => set({ folder: event.target.value })} />
    </div>
    ${refusalView(state.problem)}
  `;
}

function segment(value, { resolution }, { note, isDisabled = false, set }) {
  return html`<label class="segment">
    <input type="radio" name="resolution" value=${value} .checked=${value === resolution} ?disabled=${isDisabled} @change=${() => set({ resolution: value })} />
    <span>${value} <span class="faint figures">${note}</span></span>
  </label>`;
}

function formActions(state, takes, tools, signal) {
  return html`
    <button class="button" @click=${() => tools.close()}>${t("shell.cancel")}</button>
    <button class="button primary" autofocus ?disabled=${state.isSending || !state.folder.trim()} @click=${() => start(state, takes, tools, signal)}>
      ${icon("zip")}${t("download.start")}
    </button>
  `;
}

const doneActions = ({ close }) => html`
  <a class="button" href=${href("/downloads")} @click=${() => close()}>${t("download.all")}</a>
  <button class="button" @click=${() => close()}>${t("shell.close")}</button>
`;

function progressView({ deliveries }) {
  return html`<ul class="zip-list">${deliveries.map(zipView)}</ul><p class="faint">${t("download.goes_on")}</p>`;
}

function zipView(delivery) {
  if (delivery.status === "succeeded" && delivery.url) {
    return html`<li class="zip" data-status="succeeded">
      <span class="truncate">${delivery.name ?? delivery.folder}</span>
      <a class="button primary" href=${delivery.url} download data-testid="save-zip">${icon("download")}${t("download.save", { size: bytes(delivery.size ?? 0) })}</a>
    </li>`;
  }
  if (!OPEN.includes(delivery.status)) {
    return html`<li class="notice" data-tone="bad" role="alert">${delivery.failure?.detail ?? t(`state.${delivery.status}`)}</li>`;
  }
  return html`<li class="zip" data-status=${delivery.status}>
    <span>${t("download.packing")}</span><span class="figures soft">${percent(delivery.progress / 100)}</span>
    <progress class="progress" max="100" .value=${delivery.progress} aria-label=${t("download.packing")}></progress>
  </li>`;
}

async function start(state, takes, { repaint }, signal) {
  Object.assign(state, { isSending: true, problem: null });
  repaint();
  const ids = takes.map((take) => take.video_id);
  const body = { folder_name: state.folder.trim(), resolution: state.resolution };
  try {
    const begun = await inBatches(ids, (video_ids) => post("/api/videos/download", { ...body, video_ids }));
    state.deliveries = begun.map(({ data }) => ({ delivery_id: data.delivery_id, status: "queued", progress: 0 }));
  } catch (error) {
    Object.assign(state, { isSending: false, problem: inOneBreath(error) });
  }
  repaint();
  for (const place of state.deliveries.keys()) follow(state, place, repaint, signal);
}

async function follow(state, place, repaint, signal) {
  let etag = null;
  while (!signal.aborted && OPEN.includes(state.deliveries[place].status)) {
    try {
      const answer = await get(`/api/deliveries/${state.deliveries[place].delivery_id}`, { etag, signal, patient: true });
      if (!answer.unchanged) {
        etag = answer.etag;
        state.deliveries[place] = answer.data;
        repaint();
      }
      await sleep(LOOK_MS, signal);
    } catch (error) {
      if (signal.aborted) return;
      state.deliveries[place] = { ...state.deliveries[place], status: "failed", failure: { detail: error.message } };
      repaint();
    }
  }
}
