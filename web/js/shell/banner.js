/** What is said while the API cannot be reached, is busy, or wants a person to sign in: nothing typed is lost meanwhile. */
import { connection, tryNow } from "../core/connection.js";
import { countdown } from "../core/format.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { refresh } from "../core/refresh.js";
import { signIn } from "../core/session.js";
import { t } from "../core/words.js";

const ICONS = { offline: "warning", failing: "warning", busy: "clock", "signed-out": "user" };
let ticking = null;

/** The banner, or nothing. */
export function bannerView() {
  const { state, retryAt } = connection.get();
  keepTicking(retryAt);
  if (state === "ok") return nothing;
  return html`<div class="banner" data-state=${state} role="alert">
    ${icon(ICONS[state])}
    <span class="banner-text">${t(`shell.connection.${state}`)}</span>
    ${state === "signed-out" ? signInView() : retryView(retryAt)}
  </div>`;
}

function retryView(retryAt) {
  if (!retryAt) return nothing;
  const left = countdown((retryAt - Date.now()) / 1000);
  return html`
    <span class="banner-wait" aria-hidden="true">${t("shell.trying_again_in", { time: left })}</span>
    <button class="button small" @click=${tryNow}>${t("shell.try_now")}</button>
  `;
}

function signInView() {
  return html`<button class="button small primary" @click=${signIn}>${t("shell.sign_in")}</button>`;
}

function keepTicking(retryAt) {
  const needed = retryAt > Date.now();
  if (needed && ticking === null) ticking = setInterval(refresh, 1000);
  if (!needed && ticking !== null) {
    clearInterval(ticking);
    ticking = null;
  }
}
