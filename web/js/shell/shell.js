/** What stands around every page: the way between pages, language and theme, and how well the API is reached. */
import { say } from "../core/announce.js";
import { html, nothing, render } from "../core/html.js";
import { icon } from "../core/icons.js";
import { refresh } from "../core/refresh.js";
import { href } from "../core/router.js";
import { canSignOut, signOut } from "../core/session.js";
import { nextTheme, theme } from "../core/theme.js";
import { chooseLanguage, language, LANGUAGES, t } from "../core/words.js";
import { HOME, ROUTES } from "../routes.js";
import { bannerView } from "./banner.js";
import { currentRoute, pageTemplate } from "./page.js";

const THEME_ICONS = { system: "system", dark: "moon", light: "sun" };

/** Render everything. */
export function paintShell() {
  render(shellView(), document.getElementById("app"));
}

function shellView() {
  return html`
    <a class="skip" href="#main" @click=${skip}>${t("shell.skip")}</a>
    <header class="top">
      <a class="brand" href=${href(HOME)}><span class="brand-mark">${icon("film")}</span>Dailies</a>
      <nav class="nav" aria-label=${t("shell.nav")}>${ROUTES.filter((route) => route.nav).map(linkView)}</nav>
      <div class="top-tools">
        <label class="language">
          <span class="visually-hidden">${t("shell.language")}</span>
          <select class="select small" @change=${(event) => chooseLanguage(event.target.value)}>
            ${Object.entries(LANGUAGES).map(
              ([tag, name]) => html`<option value=${tag} ?selected=${tag === language()}>${name}</option>`,
            )}
          </select>
        </label>
        ${canSignOut() ? signOutView() : nothing}
        <button class="icon-button" aria-label=${themeLabel()} title=${themeLabel()} @click=${switchTheme}>
          ${icon(THEME_ICONS[theme()])}
        </button>
      </div>
    </header>
    ${bannerView()}
    <main id="main" class="main" tabindex="-1">${pageTemplate()}</main>
  `;
}

function linkView(route) {
  const here = currentRoute()?.path ?? "";
  const current = here === route.path ? "page" : here.startsWith(`${route.path}/`) ? "true" : nothing;
  return html`<a class="nav-link" href=${href(route.path)} aria-current=${current}>
    ${icon(route.nav.icon)}<span>${t(route.nav.label)}</span>
  </a>`;
}

const signOutView = () =>
  html`<button class="button small" @click=${signOut}>${t("shell.sign_out")}</button>`;

const themeLabel = () => t("shell.theme", { theme: t(`shell.theme.${theme()}`) });

function switchTheme() {
  nextTheme();
  say(themeLabel());
  refresh();
}

function skip(event) {
  // The fragment is the page's address here, so the jump is made by hand.
  event.preventDefault();
  document.getElementById("main").focus();
}
