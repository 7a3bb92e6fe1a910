/** Ways in for files and prompts: drop, paste, pick, type. */
import { say, toast } from "../core/announce.js";
import { openDialog } from "../core/dialog.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { t } from "../core/words.js";
import { addArchives, addImages, addPrompts } from "./desk.js";
import { BadPrompts, parsePasted, parsePrompts } from "./prompts.js";
import { filesOf, sortFiles } from "./sorting.js";
import { sending } from "./shipment.js";

const ACCEPTED = "image/jpeg,image/png,image/webp,.txt,.csv,.json,.zip";
const SHOWN_REFUSALS = 5;

/** What a row's own drag carries, so that the page does not take it for files. */
export const ROW_TYPE = "application/x-dailies-row";

/** The place to drop things on, with buttons for those who do not drag. */
export function addView({ isLarge }) {
  return html`<section class="drop ${isLarge ? "large" : ""}" aria-label=${t("new.add")}>
    ${isLarge
      ? html`<span class="mark">${icon("image")}</span>
          <h2>${t("new.drop.title")}</h2>
          <p class="soft">${t("new.drop.text")}</p>`
      : nothing}
    <div class="drop-actions">
      <label class="button ${isLarge ? "primary" : ""} pick">
        ${icon("upload")}${t("new.pick")}
        <input class="visually-hidden" type="file" multiple accept=${ACCEPTED} @change=${pick} />
      </label>
      <button type="button" class="button" @click=${typePrompts}>${icon("text")}${t("new.paste")}</button>
    </div>
    ${isLarge ? html`<p class="faint">${t("new.drop.kinds")}</p>` : html`<p class="faint">${t("new.drop.more")}</p>`}
  </section>`;
}

/** Take in files of any kind; whatever cannot be used is named. */
export async function takeIn(files) {
  if (files.length === 0 || sending.get().shipment) return;
  const sorted = await sortFiles(files);
  const texts = await Promise.all(sorted.texts.map(readTexts));
  const prompts = texts.flatMap(({ prompts: found }) => found ?? []);
  const problems = [...sorted.refused.map(refusalText), ...texts.map(({ problem }) => problem).filter(Boolean)];
  if (prompts.length) addPrompts(prompts);
  await Promise.all([
    sorted.images.length ? addImages(sorted.images) : null,
    sorted.archives.length ? addArchives(sorted.archives) : null,
  ]);
  tell(sorted.images.length, prompts.length, sorted.archives.length, problems);
}

/** Catch files that are dropped anywhere on the page. */
export function catchDrops(signal) {
  const isForeign = ({ dataTransfer }) => dataTransfer.types.includes("Files");
  const mark = (isOver) => document.body.classList.toggle("is-dropping", isOver);
  addEventListener("dragover", (event) => isForeign(event) && (event.preventDefault(), mark(true)), { signal });
  addEventListener("dragleave", (event) => event.relatedTarget ?? mark(false), { signal });
  addEventListener(
    "drop",
    async (event) => {
      mark(false);
      if (!isForeign(event)) return;
      event.preventDefault();
      await takeIn(await filesOf(event.dataTransfer));
    },
    { signal },
  );
}

/** Catch what is pasted outside of a field: images, or prompts as text. */
export function catchPastes(signal) {
  const paste = async (event) => {
    if (event.target.closest("input, textarea, dialog") || sending.get().shipment) return;
    const files = [...event.clipboardData.files];
    const text = event.clipboardData.getData("text/plain");
    if (files.length) {
      event.preventDefault();
      await takeIn(files);
    } else if (text.trim()) {
      event.preventDefault();
      await typePrompts({ text });
    }
  };
  document.addEventListener("paste", paste, { signal });
}

async function pick(event) {
  const files = [...event.target.files];
  // The same file may be picked again later.
  event.target.value = "";
  await takeIn(files);
}

/** Let a person paste or type many prompts, and see how many there are before they are added. */
async function typePrompts({ text = "" } = {}) {
  let typed = text;
  const prompts = await openDialog({
    title: () => t("new.paste"),
    wide: true,
    body: ({ repaint }) => html`
      <div class="field">
        <label for="prompts">${t("new.paste.label")}</label>
        <textarea id="prompts" class="textarea prompts-field" rows="10" dir="auto" autofocus .value=${typed}
          @input=${(event) => {
            typed = event.target.value;
            repaint();
          }}></textarea>
      </div>
      <p class="soft" role="status">${countText(typed)}</p>
    `,
    actions: ({ close }) => html`
      <button class="button" @click=${() => close()}>${t("shell.cancel")}</button>
      <button class="button primary" ?disabled=${!readable(typed)} @click=${() => close(readable(typed))}>
        ${t("new.paste.add")}
      </button>
    `,
  });
  if (prompts) {
    addPrompts(prompts);
    say(t("new.added.prompts", { count: prompts.length }));
  }
}

function countText(text) {
  if (!text.trim()) return t("new.paste.hint");
  const prompts = readable(text);
  return prompts ? t("new.paste.count", { count: prompts.length }) : problemText("", text);
}

function readable(text) {
  try {
    return parsePasted(text);
  } catch (error) {
    if (error instanceof BadPrompts) return null;
    throw error;
  }
}

function problemText(name, text, parse = parsePasted) {
  try {
    parse(text);
    return "";
  } catch (error) {
    return [name, t(`problems.${error.code}`, error.values), t("problems.at_line", error.values)].filter(Boolean).join(" · ");
  }
}

async function readTexts(file) {
  const bytes = await file.arrayBuffer();
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return { prompts: parsePrompts(text, file.name) };
  } catch (error) {
    if (error instanceof BadPrompts) {
      return { problem: `${file.name}: ${t(`problems.${error.code}`, error.values)} ${t("problems.at_line", error.values)}` };
    }
    return { problem: `${file.name}: ${t("problems.prompts_encoding")}` };
  }
}

const refusalText = ({ name, code }) => `${name}: ${t(`problems.${code}`)}`;

function tell(images, prompts, archives, problems) {
  const parts = [["images", images], ["prompts", prompts], ["archives", archives]]
    .filter(([, count]) => count)
    .map(([what, count]) => t(`new.added.${what}`, { count }));
  if (parts.length) say(parts.join(", "));
  for (const problem of problems.slice(0, SHOWN_REFUSALS)) toast(problem, { tone: "bad" });
}
