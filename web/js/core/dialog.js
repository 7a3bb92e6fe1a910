/** Dialogs: the browser's own, so that focus stays inside, Escape closes and focus goes back where it was. */
import { html, nothing, render } from "./html.js";
import { icon } from "./icons.js";
import { t } from "./words.js";

let lastId = 0;

/**
 * Open a dialog and wait for its result: what `close(result)` was given, null when it was dismissed.
 * `title()` and `body({close, repaint})` give texts and templates; `actions` likewise, for the bottom row.
 */
export function openDialog({ title, body, actions = () => nothing, wide = false, onRepaint = () => {} }) {
  const host = document.createElement("div");
  document.getElementById("dialogs").append(host);
  const id = `dialog-${(lastId += 1)}`;
  const { promise, resolve } = Promise.withResolvers();
  let result = null;

  const close = (value = null) => {
    result = value;
    host.querySelector("dialog").close();
  };
  const repaint = () => {
    const tools = { close, repaint };
    render(frame({ id, title, wide, close, content: body(tools), bottom: actions(tools), onClose: end }), host);
    onRepaint(tools);
  };
  function end() {
    render(nothing, host);
    host.remove();
    resolve(result);
  }

  repaint();
  host.querySelector("dialog").showModal();
  return promise;
}

/** Ask before something that cannot be undone; gives true or false. `back` names the way out. */
export async function confirm({ title, text, action, back = t("shell.cancel"), danger = false }) {
  const agreed = await openDialog({
    title: () => title,
    body: () => html`<p>${text}</p>`,
    actions: ({ close }) => html`
      <button class="button" @click=${() => close(false)}>${back}</button>
      <button class="button ${danger ? "danger" : "primary"}" autofocus @click=${() => close(true)}>${action}</button>
    `,
  });
  return agreed === true;
}

function frame({ id, title, wide, close, content, bottom, onClose }) {
  const dismissOutside = (event) => event.target === event.currentTarget && close();
  return html`<dialog
    class="dialog ${wide ? "wide" : ""}"
    aria-labelledby="${id}-title"
    @close=${onClose}
    @click=${dismissOutside}
  >
    <div class="dialog-frame">
      <header class="dialog-head">
        <h2 id="${id}-title">${title()}</h2>
        <button class="icon-button" aria-label=${t("shell.close")} @click=${() => close()}>${icon("close")}</button>
      </header>
      <div class="dialog-body">${content}</div>
      ${bottom === nothing ? nothing : html`<footer class="dialog-actions">${bottom}</footer>`}
    </div>
  </dialog>`;
}
