/** The upscale dialog: how many takes, in which quality, how long it takes, and which are left out and why. */
import { toast } from "../core/announce.js";
import { post } from "../core/api.js";
import { tryNow } from "../core/connection.js";
import { openDialog } from "../core/dialog.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { inOneBreath, refusalView } from "../core/prose.js";
import { t } from "../core/words.js";
import { inBatches } from "./batches.js";
import { duration } from "./durations.js";

const QUALITIES = ["fast", "balanced", "high"];

/** Open it for takes; gives once it is closed. */
export function openUpscale(takes) {
  const state = { quality: "balanced", forecast: null, problem: null, isSending: false };
  const ids = takes.map((take) => take.video_id);
  let opened = false;
  return openDialog({
    title: () => t("upscale.title"),
    body: ({ repaint }) => {
      if (!opened) foresee(ids, state, repaint);
      opened = true;
      return bodyView(state, takes.length, (quality) => {
        state.quality = quality;
        foresee(ids, state, repaint);
      });
    },
    actions: ({ close, repaint }) => html`
      <button class="button" @click=${() => close()}>${t("shell.cancel")}</button>
      <button class="button primary" ?disabled=${state.isSending || !state.forecast?.video_count}
        @click=${() => start(ids, state, { close, repaint })}>
        ${icon("upscale")}${t("upscale.start", { count: state.forecast?.video_count ?? takes.length })}
      </button>
    `,
  });
}

function bodyView(state, count, onQuality) {
  return html`
    <p>${t("upscale.text", { count })}</p>
    <fieldset class="quality-choices">
      <legend class="label">${t("upscale.quality")}</legend>
      ${QUALITIES.map((quality) => qualityView(state, quality, onQuality))}
    </fieldset>
    ${leftOutView(state.forecast)}
    ${refusalView(state.problem)}
  `;
}

function qualityView({ quality: chosen, forecast }, quality, onQuality) {
  const seconds = forecast?.estimated_seconds[quality];
  return html`<label class="quality-choice">
    <input type="radio" name="quality" value=${quality} .checked=${quality === chosen} ?autofocus=${quality === chosen} @change=${() => onQuality(quality)} />
    <span class="quality-words"><strong>${t(`upscale.${quality}`)}</strong><span class="faint">${t(`upscale.${quality}.text`)}</span></span>
    <span class="figures quality-time">${seconds === undefined ? html`<span class="skeleton quality-skeleton"></span>` : t("upscale.about", { time: duration(seconds) })}</span>
  </label>`;
}

function leftOutView(forecast) {
  if (!forecast) return nothing;
  const reasons = ["already_large", "already_upscaled", "busy"].filter((name) => forecast[name].length > 0);
  return reasons.map(
    (name) => html`<p class="notice" data-reason=${name}>${icon("info")}<span>${t(`upscale.left_out.${name}`, { count: forecast[name].length })}</span></p>`,
  );
}

/** Ask what would happen; an answer for another quality than the one chosen by now is not shown. */
async function foresee(ids, state, repaint) {
  const { quality } = state;
  try {
    const parts = await inBatches(ids, (video_ids) =>
      post("/api/videos/upscale", { video_ids, quality }, { query: { dry_run: true } }));
    if (state.quality !== quality) return;
    state.forecast = parts.map(({ data }) => data).reduce(joined);
    state.problem = null;
  } catch (error) {
    state.problem = error.message;
  }
  repaint();
}

function joined(one, other) {
  const seconds = QUALITIES.map((quality) => [quality, one.estimated_seconds[quality] + other.estimated_seconds[quality]]);
  return {
    video_count: one.video_count + other.video_count,
    already_large: [...one.already_large, ...other.already_large],
    already_upscaled: [...one.already_upscaled, ...other.already_upscaled],
    busy: [...one.busy, ...other.busy],
    estimated_seconds: Object.fromEntries(seconds),
  };
}

async function start(ids, state, { close, repaint }) {
  const { forecast, quality } = state;
  const left = new Set([...forecast.already_large, ...forecast.already_upscaled, ...forecast.busy]);
  state.isSending = true;
  repaint();
  try {
    await inBatches(ids.filter((id) => !left.has(id)), (video_ids) => post("/api/videos/upscale", { video_ids, quality }));
    toast(t("upscale.started", { count: forecast.video_count }), { tone: "good" });
    tryNow();
    close(true);
  } catch (error) {
    Object.assign(state, { isSending: false, problem: inOneBreath(error) });
    repaint();
  }
}
