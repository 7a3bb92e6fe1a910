/** What the API says in sentences, as a page shows it. */
import { html, nothing } from "./html.js";

/** A sentence as markup: what stands between backticks is for typing. */
export const prose = (text) => text.split("`").map((part, place) => (place % 2 ? html`<code>${part}</code>` : part));

/** What happened and what to change, in one breath. */
export const inOneBreath = ({ detail, message = detail, advice }) => [message, advice].filter(Boolean).join(" ");

/** Why what a dialog asked for was not done; null for nothing. */
export const refusalView = (text) => (text ? html`<p class="notice" data-tone="bad" role="alert">${prose(text)}</p>` : nothing);
