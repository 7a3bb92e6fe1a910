/** What can be done with the takes that are chosen, at the bottom of the page; without any, with those circled. */
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { t } from "../core/words.js";
import { isFilteringTakes } from "./filters.js";

/** The bar, or nothing where there is nothing to act on. */
export function actionBar(board, acts) {
  const chosen = board.chosen().size;
  const circled = chosen ? 0 : board.circled();
  if (!chosen && !circled) return nothing;
  const takes = board.chosenTakes();
  // What is not read or filtered out may be circled too, and is acted on.
  const isCounted = board.collection.areTakesRead() && !isFilteringTakes(board.filters());
  const areCircled = takes.length > 0 && takes.every((take) => take.selected);
  return html`<div class="action-bar" role="region" aria-label=${t("bar.label")}>
    <span class="action-count figures" aria-live="polite">${chosen ? t("bar.chosen", { count: chosen }) : t(isCounted ? "bar.circled" : "bar.circled_some", { count: circled })}</span>
    ${chosen
      ? html`<button class="button" @click=${() => board.marks.circle(takes, !areCircled)}>
          ${icon("circle")}<span>${t(areCircled ? "bar.uncircle" : "bar.circle")}</span>
        </button>`
      : nothing}
    <button class="button" @click=${acts.upscale}>${icon("upscale")}<span>${t("bar.upscale")}</span></button>
    <button class="button primary" @click=${acts.download}>${icon("download")}<span>${t("bar.download")}</span></button>
    ${chosen
      ? html`<button class="icon-button" aria-label=${t("bar.clear")} title=${t("bar.clear")} @click=${() => board.clear()}>${icon("close")}</button>`
      : nothing}
  </div>`;
}
