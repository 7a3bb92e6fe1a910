/** One take in the list: its poster, what is known of it, and the marks that a person gives it. */
import { countdown, number as figure } from "../core/format.js";
import { classMap, html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { t } from "../core/words.js";
import { flagChips } from "./flags.js";
import { starsView } from "./stars.js";
import { openViewer } from "./viewer.js";

/** The element's id in the page. */
export const elementId = (id) => `take-${id}`;

/** A take; `isTabStop`: the Tab key comes to this one of all. */
export function takeView(board, take, { isTabStop }) {
  const { video_id: id } = take;
  const isChosen = board.isChosen(id);
  const tab = isTabStop ? "0" : "-1";
  return html`<li
    id=${elementId(id)}
    class=${classMap({ take: true, circled: take.selected, chosen: isChosen, current: board.current() === id })}
    data-testid="take"
    tabindex=${tab}
    aria-label=${labelOf(take, isChosen)}
    @focus=${() => board.current() !== id && board.moveTo(id)}
  >
    <div class="poster" @click=${(event) => clicked(board, take, event)}>
      ${pictureView(board, take)}
      <label class="choose" title=${t("takes.choose")} @click=${(event) => event.stopPropagation()}>
        <input type="checkbox" tabindex="-1" .checked=${isChosen} aria-label=${t("takes.choose")}
          @click=${(event) => board.pick(id, { range: event.shiftKey })} />
      </label>
      <span class="poster-flags">${flagChips(take)}</span>
      <span class="poster-facts">${sizeChip(take)}<span class="chip dark figures">${countdown(take.duration_ms / 1000)}</span></span>
    </div>
    <div class="take-marks">
      ${starsView(take, { tab, onRate: (rating) => board.marks.rate([take], rating) })}
      <button class="icon-button small circle-button" tabindex=${tab} aria-pressed=${String(take.selected)}
        aria-label=${t("takes.circle")} title=${t("takes.circle_hint")}
        @click=${() => board.marks.circle([take], !take.selected)}>${icon("circle")}</button>
    </div>
  </li>`;
}

function pictureView(board, take) {
  const isPlaying = board.playing() === take.item_number;
  const renew = () => board.collection.renew(take);
  return html`
    ${take.thumbnail_url
      ? html`<img src=${take.thumbnail_url} alt="" loading="lazy" decoding="async" draggable="false" @error=${renew} />`
      : html`<span class="poster-missing">${icon("film")}</span>`}
    ${isPlaying
      ? html`<video src=${take.url} .muted=${true} loop playsinline preload="auto" tabindex="-1" aria-hidden="true"
          @error=${renew}></video>`
      : nothing}
  `;
}

function sizeChip(take) {
  const { rendition } = take;
  if (!rendition) return nothing;
  if (rendition.status === "succeeded") return html`<span class="chip dark" data-tone="good">4K</span>`;
  if (rendition.status === "failed") return html`<span class="chip dark" data-tone="bad" title=${rendition.failure?.detail ?? ""}>4K ${icon("warning")}</span>`;
  if (rendition.status === "cancelled") return nothing;
  return html`<span class="chip dark figures">4K ${figure(rendition.progress)}%</span>`;
}

function clicked(board, take, event) {
  if (event.shiftKey || event.ctrlKey || event.metaKey) board.pick(take.video_id, { range: event.shiftKey });
  else {
    board.moveTo(take.video_id);
    openViewer(board, take.video_id);
  }
}

function labelOf(take, isChosen) {
  const parts = [
    t("takes.label", { output: take.output, item: take.item_number }),
    take.selected ? t("takes.label.circled") : null,
    take.rating ? t("takes.label.rated", { rating: take.rating }) : null,
    take.rendition?.status === "succeeded" ? "4K" : null,
    isChosen ? t("takes.label.chosen") : null,
  ];
  return parts.filter(Boolean).join(", ");
}
