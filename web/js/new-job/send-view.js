/** Sending and paying: the estimate, then how far the files are, then the API's own quote, then the start. */
import { toast } from "../core/announce.js";
import { bytes, number, percent } from "../core/format.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { inOneBreath, prose } from "../core/prose.js";
import { navigate } from "../core/router.js";
import { t } from "../core/words.js";
import { quoteView } from "./quote-view.js";
import { again, backToDesk, send, start } from "./sending.js";
import { isMoving } from "./shipment.js";
import { estimate, standing } from "./standing.js";

/** The panel; it stays in sight while the rows scroll. */
export function sendView(draft, shipment) {
  return html`<section class="panel send" aria-label=${t("new.send")}>
    ${shipment === null ? beforeView(draft) : underWayView(shipment)}
  </section>`;
}

function beforeView(draft) {
  const { rows, takes, problems, archives, isReady } = standing(draft);
  return html`
    <dl class="send-facts">
      ${factView(t("new.items"), rows ? number(rows) : archives ? t("new.in_the_zip") : "–")}
      ${factView(t("new.takes"), takes ? number(takes) : "–")}
      ${factView(t("new.estimate"), takes ? priceText(estimate(draft)) : "–")}
    </dl>
    ${problems ? html`<p class="notice" data-tone="warn">${icon("warning")}<span>${t("new.to_finish", { count: problems })}</span></p>` : nothing}
    <button type="button" class="button primary wide" ?disabled=${!isReady} @click=${send}>${icon("upload")}${t("new.upload_and_quote")}</button>
    <p class="faint">${t("new.nothing_spent")}</p>
  `;
}

function underWayView(shipment) {
  const moving = isMoving(shipment);
  return html`
    <div class="send-head" role="status" aria-live="polite">
      <h2>${t(`new.phase.${shipment.phase}`)}</h2>
      ${shipment.phase === "sending" ? html`<span class="figures soft">${percent(shareSent(shipment))}</span>` : nothing}
    </div>
    ${moving ? html`<progress class="progress" aria-label=${t(`new.phase.${shipment.phase}`)} .value=${shareSent(shipment)} max="1"></progress>` : nothing}
    ${savingsView(shipment)}
    ${shipment.phase === "ready" ? quoteView(shipment.quote, { areBeside: !shipment.files.some(({ kind }) => kind === "archive") }) : filesView(shipment)}
    ${shipment.problem ? problemView(shipment.problem) : nothing}
    ${actionsView(shipment)}
  `;
}

function actionsView({ phase, quote }) {
  const back = html`<button type="button" class="button" @click=${backToDesk}>
    ${isMoving({ phase }) ? t("shell.cancel") : t("new.change")}
  </button>`;
  if (phase === "ready") {
    return html`<div class="send-actions">
      ${back}
      <button type="button" class="button primary" ?disabled=${!quote.allowed} @click=${startAndFollow}>${icon("play")}${t("new.start")}</button>
    </div>`;
  }
  if (phase === "stopped") {
    return html`<div class="send-actions">${back}<button type="button" class="button primary" @click=${again}>${icon("retry")}${t("shell.try_again")}</button></div>`;
  }
  return phase === "starting" ? nothing : html`<div class="send-actions">${back}</div>`;
}

const startAndFollow = async () => follow(await start());

/** Show a job that was just started. */
export function follow(job) {
  if (!job) return;
  toast(t("new.started"), { tone: "good" });
  navigate(`/jobs/${job}`);
}

function savingsView({ files, compression }) {
  const images = files.filter((file) => file.kind === "image" && file.isPacked);
  const [before, after] = ["before", "size"].map((name) => images.reduce((sum, file) => sum + file[name], 0));
  if (compression === "none" || images.length === 0 || after >= before) return nothing;
  return html`<p class="savings figures" data-testid="savings">
    ${bytes(before)} → ${bytes(after)} <span class="chip" data-tone="good">−${percent(1 - after / before)}</span>
  </p>`;
}

function filesView({ files }) {
  return html`<ul class="files" tabindex="0" aria-label=${t("new.files")}>${files.map(fileView)}</ul>`;
}

function fileView(file) {
  const isSmaller = file.kind === "image" && file.isPacked && file.size < file.before;
  return html`<li class="file" data-testid="file" data-state=${stateOf(file)}>
    <span class="truncate" title=${file.name}>${file.name}</span>
    <span class="faint figures">${isSmaller ? `${bytes(file.before)} → ${bytes(file.size)}` : bytes(file.size)}</span>
    <span class="file-state">${stateView(file)}</span>
    ${file.failure ? html`<p class="file-failure">${prose(inOneBreath(file.failure))}</p>` : nothing}
  </li>`;
}

function stateView(file) {
  const state = stateOf(file);
  if (state === "accepted") return icon("check");
  if (state === "rejected") return icon("warning");
  if (state === "sent") return html`<span class="faint">${t("new.checking")}</span>`;
  if (state === "waiting") return nothing;
  return html`<progress class="progress" aria-label=${file.name} .value=${file.sent / file.size} max="1"></progress>`;
}

function stateOf(file) {
  if (file.status === "accepted" || file.status === "rejected") return file.status;
  if (file.isSent) return "sent";
  return file.sent > 0 ? "sending" : "waiting";
}

function problemView({ message, advice, problems = [], code }) {
  return html`<div class="notice" data-tone="bad" role="alert">
    ${icon("warning")}
    <div>
      <p>${code === "lost" ? t("problems.lost") : message}</p>
      ${problems.length ? html`<ul class="problem-list">${problems.map(causeView)}</ul>` : nothing}
      ${advice && problems.length === 0 ? html`<p class="soft">${prose(advice)}</p>` : nothing}
    </div>
  </div>`;
}

const causeView = ({ detail, advice }) => html`<li>${detail}${advice ? html` <span class="soft">${prose(advice)}</span>` : nothing}</li>`;

function shareSent({ files, phase }) {
  if (phase === "packing") return files.filter((file) => file.isPacked).length / Math.max(1, files.length);
  if (phase !== "sending") return phase === "creating" ? 0 : 1;
  const total = files.reduce((sum, file) => sum + file.size, 0);
  return files.reduce((sum, file) => sum + file.sent, 0) / Math.max(1, total);
}

function priceText({ least, most, usd }) {
  if (usd !== undefined) return `$${usd.toFixed(2)}`;
  if (most === undefined) return "–";
  return least === most ? t("new.credits", { count: most }) : t("new.credits_between", { least, most });
}

const factView = (name, value) => html`<div><dt>${name}</dt><dd class="figures">${value}</dd></div>`;
