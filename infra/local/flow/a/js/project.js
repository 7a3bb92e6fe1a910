// Generation A's project page. Its clips have 8 s, and it knows no agent mode.
import { button, el } from "/static/js/dom.js";
import { Choices } from "/static/shared/js/choices.js";
import { icon } from "/static/shared/js/icon.js";
import { Pictures } from "/static/shared/js/pictures.js";
import { openProject } from "/static/shared/js/project.js";
import { Submitter } from "/static/shared/js/submitter.js";
import { openImageDialog } from "./image_dialog.js";
import { buildModes } from "./modes.js";
import { SettingsPopover } from "./settings.js";
import { finished, mark } from "./tile.js";

const LENGTHS = [8];
const isShown = (model) => model.kind === "image" || /^Veo (2|3\.1) - (Fast|Quality)/.test(model.name);

function buildEditor() {
  const element = el("textarea", { id: "PINHOLE_TEXT_AREA_ELEMENT_ID", placeholder: "Generate a video with text and frames…" });
  return { element, read: () => element.value, write: (text) => { element.value = text; } };
}

function compose(page) {
  const choices = new Choices(page.account, { lengths: LENGTHS, isShown });
  const editor = buildEditor();
  const openDialog = (anchor, put) => openImageDialog({ page, anchor, aspect: choices.settings.aspect, put });
  const pictures = new Pictures(choices, (_, put) => {
    const add = button({ "aria-haspopup": "dialog", onclick: () => openDialog(add, put) }, icon("add"));
    return add;
  });
  const settings = new SettingsPopover(choices);
  settings.trigger.hidden = page.obstacles.includes("settings_hidden");
  const submitter = new Submitter({ page, editor, pictures, choices });
  const bar = el("div", { class: "bar" }, buildModes(choices), el("span", { class: "gap" }), settings.trigger, submitter.element);
  return { element: el("div", { class: "composer" }, pictures.element, editor.element, bar), submitter };
}

openProject({ finished, mark, compose });
