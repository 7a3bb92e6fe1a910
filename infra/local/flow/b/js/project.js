// Generation B's project page.
import { button, el } from "/static/js/dom.js";
import { Choices } from "/static/shared/js/choices.js";
import { icon } from "/static/shared/js/icon.js";
import { say } from "/static/js/labels.js";
import { Pictures } from "/static/shared/js/pictures.js";
import { openProject } from "/static/shared/js/project.js";
import { Submitter } from "/static/shared/js/submitter.js";
import { Agent } from "./agent.js";
import { openMediaDialog } from "./media_dialog.js";
import { SettingsMenu } from "./settings.js";
import { SlateEditor } from "./slate.js";
import { finished } from "./tile.js";

const LENGTHS = [4, 6, 8, 10];

// A frame's place is a `div` that says it is a button; an ingredient's is a real one.
function buildOpener(page) {
  return (label, put) => {
    const open = () => openMediaDialog({ page, anchor, put });
    const anchor = label
      ? el("div", { type: "button", "aria-haspopup": "dialog", class: "slot", onclick: open }, label)
      : button({ "aria-haspopup": "dialog", "aria-label": say("Add media"), onclick: open }, icon("add_2"));
    return anchor;
  };
}

function compose(page) {
  const choices = new Choices(page.account, { lengths: page.account.duration_row ? LENGTHS : [], isShown: () => true });
  const editor = new SlateEditor();
  const pictures = new Pictures(choices, buildOpener(page));
  const menu = new SettingsMenu(page.account, choices);
  const classic = [pictures.element, menu.trigger];
  const hideClassic = () => {
    classic.forEach((each) => { each.hidden = agent.on; });
    menu.trigger.hidden ||= page.obstacles.includes("settings_hidden");
  };
  const agent = new Agent(page.account, hideClassic);
  const submitter = new Submitter({ page, editor, pictures, choices, agent });
  hideClassic();
  const bar = el("div", { class: "bar" }, agent.pill, el("span", { class: "gap" }), menu.trigger, submitter.element);
  return { element: el("div", { class: "composer" }, pictures.element, editor.element, bar), submitter };
}

openProject({ finished, compose });
