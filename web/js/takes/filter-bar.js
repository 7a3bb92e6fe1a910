/** The filters over the takes; each is a part of the address. */
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { setQuery } from "../core/router.js";
import { t } from "../core/words.js";
import { FLAGS, isFiltering, NO_FILTERS, RATINGS, SIZES, STATES } from "./filters.js";
import { showHelp } from "./help.js";

/** The bar. */
export function filterBar(board, { counts }) {
  const filters = board.filters();
  return html`<div class="filter-bar" role="search" aria-label=${t("filter.label")}>
    ${choice("state", filters.state, STATES, (state) => `${t(`filter.state.${state}`)} (${countOf(counts, state)})`)}
    ${choice("circled", filters.circled, ["yes", "no"], (value) => t(`filter.circled.${value}`))}
    ${choice("rating", filters.rating, [...RATINGS, "none"], (rating) =>
      rating === "none" ? t("filter.rating.none") : t("filter.rating.least", { count: Number(rating) }))}
    ${choice("flag", filters.flag, FLAGS, (flag) => t(`filter.flag.${flag}`))}
    ${choice("size", filters.size, SIZES, (size) => t(`filter.size.${size}`))}
    ${isFiltering(filters)
      ? html`<button class="button small plain" @click=${() => setQuery(NO_FILTERS)}>${icon("close")}${t("filter.clear")}</button>`
      : nothing}
    <span class="filter-end">
      <button class="button small plain" @click=${() => board.chooseAll()}>${t("filter.choose_all")}</button>
      <button class="icon-button small" title=${t("help.title")} aria-label=${t("help.title")} @click=${() => showHelp()}>${icon("keyboard")}</button>
    </span>
  </div>`;
}

function choice(name, chosen, values, label) {
  return html`<select class="select small ${chosen ? "on" : ""}" aria-label=${t(`filter.${name}`)}
    @change=${(event) => setQuery({ [name]: event.target.value || null })}>
    <option value="" ?selected=${!chosen}>${t(`filter.${name}`)}</option>
    ${values.map((value) => html`<option value=${value} ?selected=${value === chosen}>${label(value)}</option>`)}
  </select>`;
}

const GROUPS = { working: ["pending", "queued", "running"], done: ["succeeded"] };

const countOf = (counts, state) => (GROUPS[state] ?? [state]).reduce((sum, name) => sum + counts[name], 0);
