/** Telling people: toasts that can be acted on, and words for screen readers alone. */
import { html, render, repeat, nothing } from "./html.js";
import { icon } from "./icons.js";
import { prose } from "./prose.js";
import { t } from "./words.js";

const SHOWN_MS = 6000;
const MOST = 4;
let toasts = [];
let lastId = 0;

/** Say something to those who listen and do not see. */
export function say(text) {
  const region = document.getElementById("live");
  // The same words twice are heard once unless the region changes in between.
  region.textContent = region.textContent === text ? `${text}\u00a0` : text;
}

/** Show a short notice; `tone`: neutral | good | bad; `action`: {label, run}. Bad ones stay until dismissed. */
export function toast(text, { tone = "neutral", action = null } = {}) {
  const id = (lastId += 1);
  toasts = [...toasts, { id, text, tone, action }].slice(-MOST);
  paint();
  if (tone !== "bad" && !action) setTimeout(() => dismiss(id), SHOWN_MS);
  return id;
}

/** Take a notice away. */
export function dismiss(id) {
  toasts = toasts.filter((entry) => entry.id !== id);
  paint();
}

function paint() {
  render(
    html`<div class="toasts" role="status" aria-live="polite">${repeat(toasts, (entry) => entry.id, toastView)}</div>`,
    document.getElementById("toasts"),
  );
}

function toastView({ id, text, tone, action }) {
  const act = () => {
    dismiss(id);
    action.run();
  };
  return html`<div class="toast" data-tone=${tone}>
    ${icon(tone === "bad" ? "warning" : tone === "good" ? "check" : "info")}
    <span class="toast-text">${prose(text)}</span>
    ${action ? html`<button class="button small" @click=${act}>${action.label}</button>` : nothing}
    <button class="icon-button small" aria-label=${t("shell.dismiss")} @click=${() => dismiss(id)}>${icon("close")}</button>
  </div>`;
}
