/** How the takes are made: only what the provider offers together can be chosen. */
import { html, nothing } from "../core/html.js";
import { t } from "../core/words.js";
import { change, choose } from "./desk.js";
import { choices } from "./options.js";

const NUMERIC = new Set(["outputs", "duration", "images_per_prompt"]);
/** Those with short values stand two in a line. */
const HALF = new Set(["outputs", "images_per_prompt", "duration", "resolution"]);
const COMPRESSIONS = ["none", "high", "default", "low"];

/** The panel of options. */
export function optionsView(draft) {
  const { options, catalogue } = draft;
  const offered = choices(catalogue, options);
  return html`<section class="panel options">
    <h2>${t("new.options")}</h2>
    ${offered.provider.length > 1 ? selectView("provider", offered.provider, options) : nothing}
    ${selectView("model", offered.model, options)}
    ${segmentsView("aspect", offered.aspect, options)} ${segmentsView("image_use", offered.image_use, options)}
    ${segmentsView("images_per_prompt", offered.images_per_prompt, options)}
    ${segmentsView("outputs", offered.outputs, options)}
    ${segmentsView("duration", offered.duration, options)} ${segmentsView("resolution", offered.resolution, options)}
    ${offered.audio.length > 1 ? audioView(options) : nothing}
    ${offered.failover.length > 1 ? selectView("failover", offered.failover, options) : nothing}
    ${offered.account.length > 1 ? selectView("account", offered.account, options, catalogue.accounts) : nothing}
    ${creditsView(options)} ${compressionView(draft)}
  </section>`;
}

function selectView(name, values, options, accounts = []) {
  const set = (event) => choose({ [name]: event.target.value || null });
  const text = (value) => (name === "account" ? accountText(value, accounts) : valueText(name, value));
  return html`<div class="field">
    <label for="option-${name}">${t(`new.option.${name}`)}</label>
    <select id="option-${name}" class="select" @change=${set}>
      ${values.map(
        (value) => html`<option value=${value ?? ""} ?selected=${value === options[name]}>${text(value)}</option>`,
      )}
    </select>
  </div>`;
}

function accountText(name, accounts) {
  if (name === null) return t("new.account.any");
  const isBlocked = accounts.some((account) => account.name === name && account.state === "blocked");
  return isBlocked ? t("new.account.blocked", { name }) : name;
}

function segmentsView(name, values, options) {
  const set = (event) => choose({ [name]: NUMERIC.has(name) ? Number(event.target.value) : event.target.value });
  return html`<fieldset class="field ${HALF.has(name) ? "half" : ""}">
    <legend class="label">${t(`new.option.${name}`)}</legend>
    <div class="segments">
      ${values.map(
        (value) => html`<label class="segment">
          <input type="radio" name="option-${name}" value=${value} .checked=${value === options[name]} @change=${set} />
          <span>${valueText(name, value)}</span>
        </label>`,
      )}
    </div>
  </fieldset>`;
}

function audioView({ audio }) {
  return html`<label class="check">
    <input type="checkbox" .checked=${audio} @change=${(event) => choose({ audio: event.target.checked })} />
    ${t("new.option.audio")}
  </label>`;
}

function creditsView({ max_credits: most }) {
  const set = (event) => {
    const value = event.target.value.trim();
    choose({ max_credits: value === "" ? null : Math.max(0, Math.trunc(Number(value))) });
  };
  return html`<div class="field half">
    <label for="option-credits">${t("new.option.max_credits")}</label>
    <input id="option-credits" class="input" type="number" min="0" step="1" inputmode="numeric" .value=${most ?? ""}
      placeholder=${t("new.no_limit")} @change=${set} />
  </div>`;
}

function compressionView({ compression }) {
  return html`<div class="field half">
    <label for="compression">${t("new.compression")}</label>
    <select id="compression" class="select" @change=${(event) => change({ compression: event.target.value })}>
      ${COMPRESSIONS.map(
        (name) => html`<option value=${name} ?selected=${name === compression}>${t(`new.compression.${name}`)}</option>`,
      )}
    </select>
  </div>`;
}

function valueText(name, value) {
  if (name === "model" || name === "resolution") return value;
  if (name === "failover") return t(value === null ? "new.failover.none" : `new.provider.${value}`);
  if (name === "duration") return t("new.seconds", { count: value });
  return NUMERIC.has(name) ? String(value) : t(`new.${name}.${value}`);
}
