/** The rating of a take: five stars that are buttons. */
import { html } from "../core/html.js";
import { icon } from "../core/icons.js";
import { t } from "../core/words.js";

const STARS = [1, 2, 3, 4, 5];

/** The stars; `onRate(rating)` is told of each press. */
export const starsView = (take, { tab = "0", onRate }) => html`<span class="stars" role="group" aria-label=${t("takes.rating")}>
  ${STARS.map(
    (star) => html`<button class="star ${star <= (take.rating ?? 0) ? "on" : ""}" tabindex=${tab}
      aria-pressed=${String(take.rating === star)} aria-label=${t("takes.rate", { count: star })} @click=${() => onRate(star)}>
      ${icon("star")}
    </button>`,
  )}
</span>`;
