/** Another take of one item: the same again, or with an edited prompt. */
import { say, toast } from "../core/announce.js";
import { post } from "../core/api.js";
import { tryNow } from "../core/connection.js";
import { openDialog } from "../core/dialog.js";
import { html } from "../core/html.js";
import { inOneBreath, refusalView } from "../core/prose.js";
import { t } from "../core/words.js";

const MOST_CHARACTERS = 2000;

/** Run an item again as it is. */
export async function runAgain(_board, item) {
  try {
    await rerun(item, null);
  } catch (error) {
    toast(error.message, { tone: "bad" });
  }
}

/** Open the dialog in which a prompt is edited and run again. */
export function editPrompt(_board, item) {
  const state = { prompt: item.prompt, problem: null, isSending: false };
  return openDialog({
    wide: true,
    title: () => t("edit.title", { number: item.number }),
    body: ({ repaint }) => html`
      <div class="field">
        <label for="edit-prompt">${t("edit.prompt")}</label>
        <textarea id="edit-prompt" class="textarea" rows="5" dir="auto" maxlength=${MOST_CHARACTERS} autofocus .value=${state.prompt}
          @input=${(event) => (state.prompt = event.target.value) && repaint()}></textarea>
      </div>
      <p class="faint">${t("edit.stays")}</p>
      ${refusalView(state.problem)}
    `,
    actions: ({ close, repaint }) => html`
      <button class="button" @click=${() => close()}>${t("shell.cancel")}</button>
      <button class="button primary" ?disabled=${state.isSending || !state.prompt.trim()} @click=${() => send(item, state, { close, repaint })}>
        ${t("edit.run")}
      </button>
    `,
  });
}

async function send(item, state, { close, repaint }) {
  Object.assign(state, { isSending: true, problem: null });
  repaint();
  try {
    await rerun(item, state.prompt.trim());
    close();
  } catch (error) {
    Object.assign(state, { isSending: false, problem: inOneBreath(error) });
    repaint();
  }
}

async function rerun(item, prompt) {
  const body = prompt === null || prompt === item.prompt ? {} : { prompt };
  await post(`/api/items/${item.item_id}/rerun`, body);
  say(t("edit.started", { number: item.number }));
  tryNow();
}
