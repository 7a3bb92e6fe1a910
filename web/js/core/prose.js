/** What the API says in sentences, as a page shows it. */
import { html } from "./html.js";

/** A sentence as markup: what stands between backticks is for typing. */
export const prose = (text) => text.split("`").map((part, place) => (place % 2 ? html`<code>${part}</code>` : part));

/** What happened and what to change, in one breath. */
export const inOneBreath = ({ detail, message = detail, advice }) => [message, advice].filter(Boolean).join(" ");
