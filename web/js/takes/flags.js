/** What the media worker noticed in a take, as badges: black, frozen, silent, wrong size. */
import { percent } from "../core/format.js";
import { html } from "../core/html.js";
import { icon } from "../core/icons.js";
import { t } from "../core/words.js";

/** The badges of a take. */
export const flagChips = (take) =>
  (take.flags ?? []).map(
    (flag) => html`<span class="chip dark flag" data-tone="warn" data-flag=${flag.kind} title=${wordsOf(flag, take)}>
      ${icon("warning")}${t(`takes.flag.${flag.kind}`)}<span class="visually-hidden">${wordsOf(flag, take)}</span>
    </span>`,
  );

/** A flag in a sentence. */
export function wordsOf(flag, take) {
  if (flag.kind === "wrong_size") {
    const wanted = flag.wanted?.replace("x", "×") ?? "?";
    return t("takes.flag.wrong_size.text", { size: `${take.width}×${take.height}`, wanted });
  }
  return t(`takes.flag.${flag.kind}.text`, { share: percent((flag.percent ?? 100) / 100) });
}
