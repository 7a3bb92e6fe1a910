// Generation B's one menu for all settings: rows of tabs, the model's own menu, and what the click will cost.
import { button, el } from "/static/js/dom.js";
import { icon } from "/static/shared/js/icon.js";
import { say } from "/static/js/labels.js";
import { menuButton } from "/static/shared/js/menu.js";
import { togglePopup } from "/static/shared/js/popup.js";

const cropOf = (aspect) => `crop_${aspect.replace(":", "_")}`;

// Rows: the setting, its label, and [value, end of the tab's id, icon, text] for each tab.
function rowsFor(account) {
  const count = (number) => (account.counts === "1x" ? `${number}x` : `x${number}`);
  return [
    ["mode", "Mode", [["image", "IMAGE", "image", "Image"], ["video", "VIDEO", "videocam", "Video"]]],
    ["submode", "Video mode", [["frames", "VIDEO_FRAMES", "crop_free", "Frames"],
      ["ingredients", "VIDEO_REFERENCES", "chrome_extension", "Ingredients"]]],
    ["aspect", "Aspect ratio", [["16:9", "LANDSCAPE", "crop_16_9", "Landscape"], ["9:16", "PORTRAIT", "crop_9_16", "Portrait"]]],
    ["outputs", "Outputs", [1, 2, 3, 4].map((number) => [number, String(number), null, count(number)])],
    ["seconds", "Duration", [4, 6, 8, 10].map((seconds) => [seconds, `${seconds}s`, null, `${seconds}s`])],
  ];
}

export class SettingsMenu {
  constructor(account, choices) {
    Object.assign(this, { account, choices });
    this.trigger = button({ "aria-haspopup": "menu", "aria-expanded": "false", onclick: () => togglePopup(this.menu, this.trigger) });
    this.rows = new Map(rowsFor(account).map(([field, label, tabs], number) => [field, this.buildRow(field, label, tabs, number)]));
    this.modelName = el("span", {});
    this.model = menuButton({}, [this.modelName, icon("arrow_drop_down")], () => this.models());
    this.quote = el("div", { class: "quote" });
    this.menu = el("div", { role: "menu", class: "settings" }, ...[...this.rows.values()].map(({ row }) => row), this.model, this.quote);
    choices.listeners.push(() => this.refresh());
    this.refresh();
  }

  buildRow(field, label, tabs, number) {
    const built = tabs.map(([value, end, glyph, text]) => {
      const tab = button({ role: "tab", id: `radix-:r${number}:-trigger-${end}`, onclick: () => this.choices.change({ [field]: value }) },
        glyph ? icon(glyph) : null, el("span", {}, say(text)));
      return { value, tab };
    });
    return { row: el("div", { role: "tablist", "aria-label": say(label) }, ...built.map(({ tab }) => tab)), tabs: built };
  }

  models() {
    const { choices } = this;
    return choices.models.map(({ name, kind }) => (
      { icon: kind === "video" ? "volume_up" : "image", label: name, act: () => choices.chooseModel(name) }));
  }

  refresh() {
    const { settings, model } = this.choices;
    const video = settings.mode === "video";
    for (const [field, { row, tabs }] of this.rows) {
      row.hidden = !video && (field === "submode" || field === "seconds");
      for (const { value, tab } of tabs) {
        tab.setAttribute("aria-selected", String(settings[field] === value));
        tab.dataset.state = settings[field] === value ? "active" : "inactive";
        if (field === "seconds") tab.hidden = !this.choices.isOffered(value);
      }
    }
    if (!this.account.duration_row) this.rows.get("seconds").row.remove();
    this.modelName.textContent = model?.name ?? "";
    this.quote.textContent = say("Generating will use {n} credits", { n: this.choices.cost });
    const mark = `${model?.mark ? `${model.mark} ` : ""}${model?.name ?? ""} `;
    const outputs = this.rows.get("outputs").tabs[settings.outputs - 1].tab.textContent;
    this.trigger.replaceChildren(mark, icon(cropOf(settings.aspect)), ` ${outputs}`);
  }
}
