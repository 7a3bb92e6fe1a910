/** The keys, explained. */
import { openDialog } from "../core/dialog.js";
import { html } from "../core/html.js";
import { t } from "../core/words.js";

const KEYS = [
  [["←", "→", "↑", "↓"], "move"],
  [["Space"], "circle"],
  [["1", "–", "5"], "rate"],
  [["0"], "unrate"],
  [["Enter"], "open"],
  [["P"], "play"],
  [["X"], "choose"],
  [["Shift", "+", "← →"], "range"],
  [["Ctrl", "+", "A"], "all"],
  [["Esc"], "clear"],
  [["U"], "upscale"],
  [["D"], "download"],
  [["?"], "help"],
];

/** Show them. */
export const showHelp = () =>
  openDialog({
    title: () => t("help.title"),
    body: () => html`<dl class="keys">
      ${KEYS.map(
        ([keys, name]) => html`<div>
          <dt>${keys.map((key) => (/^[–+]$/.test(key) ? html`<span class="faint">${key}</span>` : html`<kbd>${key}</kbd>`))}</dt>
          <dd>${t(`help.${name}`)}</dd>
        </div>`,
      )}
    </dl>`,
    actions: ({ close }) => html`<button class="button primary" autofocus @click=${() => close()}>${t("shell.close")}</button>`,
  });
