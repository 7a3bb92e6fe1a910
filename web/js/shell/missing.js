/** The page for an address that names none. */
import { html } from "../core/html.js";
import { icon } from "../core/icons.js";
import { href } from "../core/router.js";
import { t } from "../core/words.js";

/** Open it. */
export function missing() {
  return {
    title: () => t("shell.missing.title"),
    template: () => html`<section class="empty">
      <span class="mark">${icon("film")}</span>
      <h1>${t("shell.missing.title")}</h1>
      <p>${t("shell.missing.text")}</p>
      <a class="button primary" href=${href("/new")}>${t("shell.missing.action")}</a>
    </section>`,
  };
}
