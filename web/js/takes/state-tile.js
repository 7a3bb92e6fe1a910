/** What stands in the place of takes that are not there: how far they are, when the next try is, or why there are none. */
import { countdown, percent } from "../core/format.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { href } from "../core/router.js";
import { hasWords, t } from "../core/words.js";
import { editPrompt, runAgain } from "./edit.js";
import { failureView } from "./failure.js";

/** The tile of an item beside the takes that it has. */
export function stateTile(board, item, takes) {
  const { outputs } = board.collection.job().options;
  if (!item) return skeletons(outputs - takes.length);
  if (item.status === "running") return html`${workingTile(item)}${takes.length ? nothing : skeletons(outputs - 1)}`;
  if (item.status === "succeeded") return takes.length ? nothing : skeletons(outputs);
  const view = { waiting: waitingTile, blocked: failedTile, failed: failedTile, cancelled: cancelledTile }[item.status] ?? queuedTile;
  return view(board, item);
}

const skeletons = (count) => Array.from({ length: Math.max(0, count) }, () => html`<div class="tile skeleton" aria-hidden="true"></div>`);

function workingTile(item) {
  const stage = `stage.${item.stage?.replaceAll(" ", "_")}`;
  return html`<div class="tile working">
    <span class="tile-figure figures">${percent(item.progress / 100)}</span>
    <span class="soft">${hasWords(stage) ? t(stage) : t("stage.working")}</span>
    <progress class="progress" max="100" .value=${item.progress} aria-label=${t("takes.progress_of", { number: item.number })}></progress>
  </div>`;
}

function waitingTile(_board, item) {
  const seconds = (new Date(item.retry_at).getTime() - Date.now()) / 1000;
  return html`<div class="tile words">
    ${icon("clock")}
    <p class="failure-title figures">${seconds > 0 ? t("takes.trying_in", { time: countdown(seconds) }) : t("takes.trying_now")}</p>
    ${item.failure ? failureView(item.failure) : nothing}
  </div>`;
}

const queuedTile = () => html`<div class="tile words quiet">${icon("queue")}<p>${t("takes.queued")}</p></div>`;

function cancelledTile(board, item) {
  return html`<div class="tile words quiet">
    <p>${t("state.cancelled")}</p>
    <div class="tile-actions">${againButton(board, item)}${editButton(board, item)}</div>
  </div>`;
}

function failedTile(board, item) {
  const { failure } = item;
  const isBlocked = item.status === "blocked";
  return html`<div class="tile words ${isBlocked ? "blocked" : "failed"}">
    ${failure ? failureView(failure) : nothing}
    <div class="tile-actions">
      ${isBlocked ? html`<a class="button small" href=${href("/session")}>${icon("user")}${t("takes.see_session")}</a>` : nothing}
      ${!isBlocked && failure?.retryable ? againButton(board, item) : nothing}
      ${isBlocked ? nothing : editButton(board, item)}
    </div>
  </div>`;
}

const againButton = (board, item) =>
  html`<button class="button small" @click=${() => runAgain(board, item)}>${icon("retry")}${t("takes.retry")}</button>`;

const editButton = (board, item) =>
  html`<button class="button small" @click=${() => editPrompt(board, item)}>${icon("edit")}${t("takes.edit")}</button>`;
