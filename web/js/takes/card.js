/** One item: its prompt, where it stands, and its takes side by side. */
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { t } from "../core/words.js";
import { editPrompt } from "./edit.js";
import { stateTile } from "./state-tile.js";
import { takeView } from "./take.js";

const HOVER_MS = 140;
const TONES = { running: "info", waiting: "warn", blocked: "warn", failed: "bad", cancelled: null };
const AT_REST = ["succeeded", "failed", "cancelled", "blocked"];
const still = matchMedia("(prefers-reduced-motion: reduce)");
let hovering = null;

/** The card of an item; `item` may not be read yet. */
export function cardView(board, number, { item, isFiltered, tabStop }) {
  const takes = board.collection.takesOf(number);
  const prompt = item?.prompt ?? takes[0]?.prompt;
  return html`<section
    class="card"
    data-testid="item"
    data-number=${number}
    data-state=${item?.status ?? "unknown"}
    aria-label=${t("takes.item", { number })}
    @pointerenter=${(event) => event.pointerType === "mouse" && !still.matches && hover(board, number)}
    @pointerleave=${() => hover(board, null)}
  >
    <header class="card-head">
      <div class="card-line">
        <h3 class="figures">${number}</h3>
        ${stateChip(item)}
        ${item && AT_REST.includes(item.status) ? editButton(board, item) : nothing}
      </div>
      ${prompt === undefined ? html`<p class="skeleton card-prompt-skeleton"></p>` : html`<p class="card-prompt" title=${prompt}>${prompt}</p>`}
    </header>
    <div class="strip">
      ${takes.length
        ? html`<ul class="strip-takes">${takes.map((take) => takeView(board, take, { isTabStop: take.video_id === tabStop }))}</ul>`
        : nothing}
      ${isFiltered && takes.length ? nothing : stateTile(board, item, takes)}
    </div>
  </section>`;
}

function editButton(board, item) {
  return html`<button class="icon-button small card-edit" title=${t("takes.edit")} aria-label=${t("takes.edit_item", { number: item.number })}
    @click=${() => editPrompt(board, item)}>${icon("edit")}</button>`;
}

function stateChip(item) {
  if (!item || item.status === "succeeded") return nothing;
  const tone = TONES[item.status];
  return html`<span class="chip" data-tone=${tone ?? nothing}>${t(`state.${item.status}`)}</span>`;
}

function hover(board, number) {
  clearTimeout(hovering);
  if (number === null) board.play(null);
  else hovering = setTimeout(() => board.play(number), HOVER_MS);
}
