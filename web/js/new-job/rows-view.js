/** The rows: thumbnails beside their prompts, what may go wrong beside each, and ways to move and remove. */
import { dismiss, say, toast } from "../core/announce.js";
import { classMap, guard, html, nothing, repeat } from "../core/html.js";
import { icon } from "../core/icons.js";
import { inOneBreath, prose } from "../core/prose.js";
import { language, t } from "../core/words.js";
import { ROW_TYPE } from "./adding.js";
import { changeRows, desk, imagesOf, takeImage, takeRow } from "./desk.js";
import { parsePasted } from "./prompts.js";
import { moveImages, pastePrompts, setPrompt } from "./rows.js";
import { sending } from "./shipment.js";
import { problemsOf, warningsOf } from "./standing.js";

let dragged = null;
/** The notices of removed rows. */
const removed = new Set();

/** The list of rows. */
export function rowsView(draft, shipment) {
  return html`<p id="move-help" class="visually-hidden">${t("new.move_help")}</p>
    <ol class="rows" aria-label=${t("new.rows")}>
      ${repeat(
        draft.rows,
        (row) => row.id,
        // A hundred rows are not looked at again because one letter was typed in another.
        (row, place) => guard(shownIn(row, place, draft, shipment), () => rowView(row, place, draft, shipment)),
      )}
    </ol>`;
}

/** Everything that a row's look depends on. */
function shownIn(row, place, { shared, options, images, thumbnails, archives }, shipment) {
  const ofImages = row.images.flatMap((id) => [images[id], thumbnails[id]]);
  return [row, place, language(), shared, options, archives.length, shipment?.files, ...ofImages];
}

function rowView(row, place, draft, shipment) {
  const drop = (event) => dropOn(event, place);
  return html`<li class="row panel" data-testid="row" @dragover=${allowDrop} @dragleave=${unmark} @drop=${drop}>
    <span class="row-number figures" aria-hidden="true">${place + 1}</span>
    <div class="row-images">${imagesView(row, place, draft)}</div>
    <div class="row-text">
      ${draft.shared.on ? html`<p class="row-shared soft">${draft.shared.text || t("new.shared")}</p>` : promptView(row, place)}
      ${findingsView(row, draft, shipment)}
    </div>
    <button type="button" class="icon-button small" aria-label=${t("new.remove_row", { number: place + 1 })}
      title=${t("new.remove_row", { number: place + 1 })} @click=${() => removeWithUndo(row, place)}>
      ${icon("close")}
    </button>
  </li>`;
}

function promptView(row, place) {
  return html`<textarea class="textarea" rows="2" dir="auto" aria-label=${t("new.prompt_of", { number: place + 1 })}
    placeholder=${t("new.prompt_placeholder")} .value=${row.prompt}
    @input=${(event) => changeRows(setPrompt, row.id, event.target.value)}
    @paste=${(event) => pasteInto(event, row)}></textarea>`;
}

function imagesView(row, place, draft) {
  const images = imagesOf(row, draft);
  if (images.length === 0) return html`<div class="thumb is-missing" title=${row.wanted.join(", ")}>${icon("image")}</div>`;
  return repeat(images, (image) => image.id, (image, position) => imageView(image, { place, position, draft }));
}

function imageView({ id, name, width, height, isBroken }, { place, position, draft }) {
  const label = t("new.image_of", { name, number: place + 1 });
  const role = draft.options.image_use === "frames" && draft.options.images_per_prompt > 1 ? frameRole(position) : nothing;
  return html`<div class="thumb-frame">
    <button type="button" class="thumb" draggable="true" data-place=${place} aria-label=${label} aria-describedby="move-help"
      title=${width ? `${name} · ${width}×${height}` : name}
      @keydown=${(event) => moveByKey(event, place)}
      @dragstart=${(event) => startDrag(event, place)} @dragend=${() => (dragged = null)}>
      ${pictureView(draft.thumbnails[id], isBroken)}
      ${role}
    </button>
    <button type="button" class="icon-button thumb-remove" aria-label=${t("new.remove", { name })} @click=${() => takeImage(id)}>
      ${icon("close")}
    </button>
  </div>`;
}

function pictureView(url, isBroken) {
  if (isBroken) return icon("warning");
  return url ? html`<img src=${url} alt="" draggable="false" />` : html`<span class="skeleton"></span>`;
}

const frameRole = (position) => html`<span class="thumb-role">${t(position === 0 ? "new.first_frame" : "new.last_frame")}</span>`;

function findingsView(row, draft, shipment) {
  const images = imagesOf(row, draft);
  const problems = problemsOf(row, draft);
  const isUntouched = !row.prompt && images.every(({ isBroken }) => !isBroken);
  const failures = (shipment?.files ?? []).filter((file) => file.failure && row.images.includes(file.id));
  return html`<ul class="findings">
    ${problems.map(({ code, values }) => findingView(isUntouched && code === "prompt_empty" ? "todo" : "bad", t(`problems.${code}`, values)))}
    ${failures.map(({ failure }) => findingView("bad", inOneBreath(failure)))}
    ${warningsOf(row, draft).map(({ code, values }) => findingView("warn", t(`problems.${code}`, aspectInWords(values))))}
  </ul>`;
}

function findingView(tone, text) {
  const look = { finding: true, [tone]: true };
  return html`<li class=${classMap(look)}>${icon(tone === "todo" ? "info" : "warning")}<span>${prose(text)}</span></li>`;
}

const aspectInWords = (values) => (values.aspect ? { ...values, aspect: t(`new.aspect.${values.aspect}`) } : values);

function pasteInto(event, row) {
  const text = event.clipboardData.getData("text/plain");
  if (!text.trim().includes("\n")) return;
  event.preventDefault();
  try {
    const prompts = parsePasted(text);
    changeRows(pastePrompts, row.id, prompts);
    say(t("new.added.prompts", { count: prompts.length }));
  } catch (error) {
    toast(t(`problems.${error.code}`, error.values), { tone: "bad" });
  }
}

function removeWithUndo(row, place) {
  const undo = takeRow(row.id);
  removed.add(toast(t("new.removed_row", { number: place + 1 }), { action: { label: t("new.undo"), run: undo } }));
}

/** End the chance to bring rows back: once all is sent or cleared they would be in no job, or without their pictures. */
export function forgetRemoved() {
  removed.forEach(dismiss);
  removed.clear();
}

sending.subscribe(forgetRemoved);

function startDrag(event, place) {
  dragged = place;
  event.dataTransfer.effectAllowed = "move";
  event.dataTransfer.setData(ROW_TYPE, String(place));
}

function allowDrop(event) {
  if (dragged === null) return;
  event.preventDefault();
  event.currentTarget.classList.add("is-target");
}

const unmark = (event) => event.currentTarget.classList.remove("is-target");

function dropOn(event, place) {
  unmark(event);
  if (dragged === null) return;
  event.preventDefault();
  move(dragged, place);
  dragged = null;
}

function moveByKey(event, place) {
  const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
  if (!step || !event.altKey) return;
  event.preventDefault();
  const goal = place + step;
  if (goal < 0 || goal >= desk.get().rows.length) return;
  move(place, goal);
  // The picture that moved keeps the focus; it is there after the next paint.
  requestAnimationFrame(() => document.querySelector(`.thumb[data-place="${goal}"]`)?.focus());
}

function move(from, to) {
  changeRows(moveImages, from, to);
  say(t("new.moved", { number: to + 1 }));
}
