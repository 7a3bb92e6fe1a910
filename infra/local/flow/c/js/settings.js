// The settings pane: every axis is a radio group, sticky per account, sent to the server at each change.
import { button, el, icon } from "./dom.js";
import { say } from "./labels.js";
import { openMenu } from "./menu.js";
import { openOverlay } from "./overlay.js";
import { modelOf, offers, quote } from "./quote.js";
import { put } from "./server.js";

const AXES = [
  ["mode", "Mode", [["image", "Image", "image"], ["video", "Video", "videocam"]]],
  ["submode", "Video mode", [["frames", "Frames", "crop_free"], ["ingredients", "Ingredients", "chrome_extension"]]],
  ["aspect", "Aspect ratio", ["16:9", "4:3", "1:1", "3:4", "9:16"].map((a) => [a, a, `crop_${a.replace(":", "_")}`])],
  ["resolution", "Resolution", [["360p", "360p"], ["720p", "720p"]]],
  ["seconds", "Duration", [4, 6, 8, 10].map((s) => [s, `${s}s`])],
  ["outputs", "Outputs", [1, 2, 3, 4].map((n) => [n, `x${n}`])],
];
const VIDEO_ONLY = new Set(["submode", "resolution", "seconds"]);
const VIDEO_ASPECTS = new Set(["16:9", "9:16"]);

export class SettingsPane {
  constructor(account, onchange) {
    this.account = account;
    this.onchange = onchange;
    this.sending = Promise.resolve();
    this.trigger = button({
      class: "settings-trigger-button", "aria-label": say("Settings trigger"), onclick: () => this.open(),
    });
    this.groups = new Map(AXES.map(([axis, label, choices]) => [axis, this.buildGroup(axis, label, choices)]));
    this.model = button({ "aria-label": say("Select model family"), "aria-haspopup": "menu", onclick: () => this.chooseModel() });
    this.quote = el("div", { class: "credits-quote" });
    const { mode, submode, aspect, resolution, seconds, outputs } = Object.fromEntries(this.groups);
    this.pane = el("div", { class: "settings-pane" },
      mode.group, submode.group, aspect.group, this.model, resolution.group, seconds.group, outputs.group, this.quote);
    this.refresh();
  }

  get settings() {
    return this.account.settings;
  }

  buildGroup(axis, label, choices) {
    const radios = choices.map(([value, text, glyph]) => {
      const radio = button({ role: "radio", "aria-checked": "false", onclick: () => this.change({ [axis]: value }) },
        glyph ? icon(glyph) : null, el("span", {}, say(text)));
      return { value, radio };
    });
    return { group: el("div", { role: "radiogroup", "aria-label": say(label) }), radios };
  }

  open() {
    openOverlay(this.pane, { anchor: this.trigger });
  }

  chooseModel() {
    const models = this.account.models.filter((model) => model.kind === this.settings.mode);
    const field = this.settings.mode === "image" ? "image_model" : "model";
    openMenu(this.model, models.map(({ name }) => ({ label: name, stays: true, act: () => this.change({ [field]: name }) })));
  }

  change(values) {
    const wanted = this.fit({ ...this.settings, ...values });
    this.account.settings = wanted;
    this.refresh();
    this.sending = this.sending.then(() => put("/api/settings", wanted)).then((kept) => this.accept(wanted, kept), () => {});
  }

  // A choice that the model does not offer moves to one that it does.
  fit(settings) {
    const fitted = { ...settings };
    if (fitted.mode === "video") {
      if (!VIDEO_ASPECTS.has(fitted.aspect)) fitted.aspect = "16:9";
      if (!offers(this.account, fitted, fitted.resolution, fitted.seconds)) fitted.resolution = "720p";
      if (!offers(this.account, fitted, fitted.resolution, fitted.seconds)) fitted.seconds = 8;
    }
    return fitted;
  }

  accept(sent, kept) {
    for (const [field, value] of Object.entries(kept)) {
      if (value !== sent[field] && this.settings[field] === sent[field]) {
        this.account.settings = this.fit({ ...this.settings, [field]: value });
      }
    }
    this.refresh();
  }

  refresh() {
    const { settings } = this;
    const video = settings.mode === "video";
    for (const [axis, { group, radios }] of this.groups) {
      group.hidden = (VIDEO_ONLY.has(axis) && !video) || (axis === "seconds" && !this.account.duration_row);
      const offered = radios.filter(({ value }) => axis !== "aspect" || !video || VIDEO_ASPECTS.has(value));
      if (group.childElementCount !== offered.length) group.replaceChildren(...offered.map(({ radio }) => radio));
      for (const { value, radio } of offered) {
        radio.setAttribute("aria-checked", String(settings[axis] === value));
        radio.disabled = video && !this.isOffered(axis, value);
      }
    }
    const model = modelOf(this.account, settings);
    this.model.replaceChildren(`${model?.name ?? ""} `, icon("arrow_drop_down"));
    this.quote.textContent = say("Generating will use {n} credits", { n: quote(this.account, settings) ?? 0 });
    const name = `${model?.mark ? `${model.mark} ` : ""}${model?.name ?? ""} `;
    this.trigger.replaceChildren(name, icon(`crop_${settings.aspect.replace(":", "_")}`), ` x${settings.outputs}`);
    this.onchange();
  }

  isOffered(axis, value) {
    const { settings, account } = this;
    if (axis === "seconds") return offers(account, settings, settings.resolution, value);
    if (axis === "resolution") return modelOf(account, settings)?.credits[value] !== undefined;
    return true;
  }
}
