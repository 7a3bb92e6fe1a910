// Generation A's settings: a popover with three drop-down lists, and what the click will cost.
import { button, el } from "/static/js/dom.js";
import { say } from "/static/js/labels.js";
import { icon } from "/static/shared/js/icon.js";
import { listButton } from "/static/shared/js/menu.js";
import { togglePopup } from "/static/shared/js/popup.js";

const ASPECTS = [["16:9", "Landscape (16:9)"], ["9:16", "Portrait (9:16)"]];
const COUNTS = [1, 2, 3, 4];
const hasSound = (model) => model.name.startsWith("Veo 3");

export class SettingsPopover {
  constructor(choices) {
    this.choices = choices;
    this.values = { aspect: el("span", {}), outputs: el("span", {}), model: el("span", {}) };
    this.quote = el("div", { class: "quote" });
    this.popover = el("div", { role: "dialog", "aria-label": say("Settings") },
      this.buildList("Aspect Ratio", "aspect", () => ASPECTS.map(([value, label]) => this.entry("aspect", value, say(label)))),
      this.buildList("Outputs per prompt", "outputs", () => COUNTS.map((count) => this.entry("outputs", count, String(count)))),
      this.buildList("Model", "model", () => this.models()), this.quote);
    this.trigger = button({ "aria-haspopup": "dialog", "aria-expanded": "false", onclick: () => togglePopup(this.popover, this.trigger) },
      icon("tune"), el("span", {}, say("Settings")));
    choices.listeners.push(() => this.refresh());
    this.refresh();
  }

  // The trap of these lists: label and value run together, as in "Outputs per prompt2".
  buildList(label, field, entries) {
    return listButton({}, [el("span", {}, say(label)), this.values[field], icon("arrow_drop_down")], entries);
  }

  entry(field, value, label) {
    return { label, chosen: this.choices.settings[field] === value, act: () => this.choices.change({ [field]: value }) };
  }

  models() {
    const { choices } = this;
    return choices.models.map((model) => ({
      label: model.name, note: model.kind === "image" ? null : hasSound(model) ? "Beta Audio" : "No Audio",
      chosen: model === choices.model, act: () => choices.chooseModel(model.name),
    }));
  }

  refresh() {
    const { settings, model } = this.choices;
    this.values.aspect.textContent = say(ASPECTS.find(([value]) => value === settings.aspect)[1]);
    this.values.outputs.textContent = String(settings.outputs);
    this.values.model.textContent = model?.name ?? "";
    this.quote.textContent = say("Generating will use {n} credits", { n: this.choices.cost });
  }
}
