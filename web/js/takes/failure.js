/** An error in words: what happened, what to change, what it cost, and what can be done about it here. */
import { html, nothing } from "../core/html.js";
import { prose } from "../core/prose.js";
import { hasWords, t } from "../core/words.js";

/** The words of a failure; `isPriced` where it may have cost something (`charged` null: nobody can tell). */
export function failureView(failure, { isPriced = true } = {}) {
  const title = `failure.${failure.code}`;
  return html`
    <p class="failure-title">${hasWords(title) ? t(title) : failure.detail}</p>
    ${failure.advice ? html`<p>${prose(failure.advice)}</p>` : nothing}
    ${hasWords(title) ? html`<p class="faint failure-detail">${failure.detail}</p>` : nothing}
    ${isPriced ? html`<p class="faint">${chargeText(failure)}</p>` : nothing}
  `;
}

function chargeText({ charged }) {
  if (charged === null) return t("failure.charge.unknown");
  return t(charged ? "failure.charge.yes" : "failure.charge.no");
}
