/** All takes of one item, large and side by side, played together; the same keys as in the list. */
import { openDialog } from "../core/dialog.js";
import { countdown } from "../core/format.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { t } from "../core/words.js";
import { flagChips } from "./flags.js";
import { playTogether } from "./playing.js";
import { starsView } from "./stars.js";

const still = matchMedia("(prefers-reduced-motion: reduce)");

/** Open it at a take. */
export function openViewer(board, id) {
  const state = { id, isPlaying: !still.matches, isSounding: false, at: 0, shownItem: null, stop: null, repaint: null };
  const take = () => board.collection.take(state.id);
  const stopFollowing = board.subscribe(() => state.repaint?.());
  const listening = new AbortController();
  document.addEventListener("keydown", (event) => onKey(event, board, state), { signal: listening.signal });
  board.play(null);
  return openDialog({
    wide: true,
    title: () => t("takes.item", { number: take().item_number }),
    body: ({ repaint }) => {
      state.repaint = repaint;
      return bodyView(board, state, take());
    },
    actions: () => controlsView(board, state),
    onRepaint: () => keepPlaying(state, take()),
  }).finally(() => {
    listening.abort();
    stopFollowing();
    state.stop?.();
    // The browser gives the focus back to the take at which the view was opened.
    if (state.id !== id) focusTake(board, state.id);
  });
}

function focusTake(board, id) {
  board.moveTo(id);
  document.getElementById(`take-${id}`)?.focus();
}

function bodyView(board, state, current) {
  const takes = board.collection.takesOf(current.item_number);
  return html`<div class="viewer" data-count=${takes.length} tabindex="-1" autofocus>
    <p class="viewer-prompt">${current.prompt}</p>
    <ul class="viewer-takes" data-aspect=${board.collection.job().options.aspect}>
      ${takes.map((take) => largeView(board, state, take))}
    </ul>
    ${noteView(board, current)}
  </div>`;
}

function largeView(board, state, take) {
  const isCurrent = take.video_id === state.id;
  const go = () => show(state, take.video_id);
  return html`<li class="large-take ${take.selected ? "circled" : ""} ${isCurrent ? "current" : ""}" data-testid="large-take">
    <div class="large-picture" @click=${go}>
      <video src=${take.url} poster=${take.thumbnail_url ?? nothing} .muted=${!(state.isSounding && isCurrent)} loop playsinline
        preload="auto" tabindex="-1" aria-label=${t("takes.label", { output: take.output, item: take.item_number })}
        @timeupdate=${isCurrent ? (event) => moved(state, event.target) : nothing}
        @error=${() => board.collection.renew(take)}></video>
      <span class="poster-flags">${flagChips(take)}</span>
    </div>
    <div class="large-marks">
      ${starsView(take, { onRate: (rating) => board.marks.rate([take], rating) })}
      <button class="button small ${take.selected ? "circled-button" : ""}" aria-pressed=${String(take.selected)}
        @click=${() => board.marks.circle([take], !take.selected)}>${icon("circle")}${t("takes.circle")}</button>
      <span class="faint figures large-size">${take.width}×${take.height}</span>
    </div>
  </li>`;
}

function noteView(board, take) {
  return html`<div class="field">
    <label for="take-note">${t("takes.note", { output: take.output })}</label>
    <input id="take-note" class="input" maxlength="500" .value=${take.comment ?? ""} placeholder=${t("takes.note_hint")}
      @change=${(event) => board.marks.note(take, event.target.value)} />
  </div>`;
}

function controlsView(board, state) {
  const toggle = () => {
    state.isPlaying = !state.isPlaying;
    state.repaint();
  };
  const current = board.collection.take(state.id);
  return html`
    <button class="icon-button" aria-label=${t("takes.previous")} title=${t("takes.previous")} @click=${() => step(board, state, -1)}>${icon("left")}</button>
    <button class="icon-button" aria-label=${t(state.isPlaying ? "takes.pause" : "takes.play")} @click=${toggle}>
      ${icon(state.isPlaying ? "pause" : "play")}
    </button>
    <input class="scrub" type="range" min="0" max=${current.duration_ms / 1000} step="0.04" .value=${String(state.at)}
      aria-label=${t("takes.position")} @input=${(event) => seek(Number(event.target.value))} />
    <span class="figures faint">${countdown(state.at)} / ${countdown(current.duration_ms / 1000)}</span>
    <button class="icon-button" aria-pressed=${String(state.isSounding)} aria-label=${t("takes.sound")} title=${t("takes.sound")}
      @click=${() => sound(state)}>${icon(state.isSounding ? "sound" : "mute")}</button>
    <button class="icon-button" aria-label=${t("takes.next")} title=${t("takes.next")} @click=${() => step(board, state, 1)}>${icon("right")}</button>
  `;
}

function keepPlaying(state, take) {
  const host = document.querySelector("dialog[open] .viewer");
  const wanted = state.isPlaying ? take.item_number : null;
  if (!host || state.shownItem === wanted) return;
  state.stop?.();
  state.shownItem = wanted;
  state.stop = state.isPlaying ? playTogether(host) : null;
}

function onKey(event, board, state) {
  if (event.target.closest?.("#take-note") || event.ctrlKey || event.metaKey || event.altKey) return;
  const take = board.collection.take(state.id);
  const isPressing = event.target.closest?.("button, input") && [" ", "Enter"].includes(event.key);
  const isScrubbing = event.target.closest?.(".scrub") && event.key.startsWith("Arrow");
  const acts = {
    ArrowRight: () => step(board, state, 1),
    ArrowLeft: () => step(board, state, -1),
    " ": () => board.marks.circle([take], !take.selected),
    c: () => board.marks.circle([take], !take.selected),
    m: () => sound(state),
    p: () => {
      state.isPlaying = !state.isPlaying;
      state.repaint();
    },
  };
  const act = /^[0-5]$/.test(event.key) ? () => board.marks.rate([take], Number(event.key) || null) : acts[event.key];
  if (!act || isPressing || isScrubbing) return;
  event.preventDefault();
  act();
}

function step(board, state, way) {
  const order = board.order();
  const next = order[order.indexOf(state.id) + way];
  if (next) show(state, next);
}

function show(state, id) {
  state.id = id;
  state.repaint();
}

function sound(state) {
  state.isSounding = !state.isSounding;
  state.repaint();
}

function moved(state, video) {
  state.at = video.currentTime;
  state.repaint();
}

function seek(seconds) {
  for (const video of document.querySelectorAll("dialog[open] .viewer video")) video.currentTime = seconds;
}
