// The composer: prompt, pictures, settings, and the paid click.
import { AgentMode } from "./agent.js";
import { button, el, icon } from "./dom.js";
import { Ingredients } from "./ingredients.js";
import { say } from "./labels.js";
import { notify } from "./notices.js";
import { quote } from "./quote.js";
import { post, Refused } from "./server.js";
import { SettingsPane } from "./settings.js";

const ENABLE_AFTER_MS = 100;
const CLEAR_AFTER_MS = 60;

// An editable element keeps lines as blocks, an empty one as a lone <br>; innerText would double those.
function readLines(editor) {
  const lines = [""];
  for (const node of editor.childNodes) {
    if (node.nodeName === "BR") lines.push("");
    else if (node.nodeType === Node.TEXT_NODE) lines[lines.length - 1] += node.data;
    else lines.push(node.textContent);
  }
  return lines;
}

export class Composer {
  constructor({ project, account, obstacles, onsubmitted }) {
    Object.assign(this, { project, account, obstacles, onsubmitted });
    this.ready = false;
    this.editor = el("div", {
      class: "ProseMirror", contenteditable: "true", role: "textbox", "aria-multiline": "true",
      "data-placeholder": say("What do you want to create?"), oninput: () => this.typed(), onkeydown: (event) => this.key(event),
    });
    this.ingredients = new Ingredients(project, account);
    this.agent = new AgentMode(account, () => this.refresh());
    this.submit = button({ type: "submit", "aria-label": say("Start generation"), onclick: () => this.generate() }, icon("arrow_forward"));
    this.warning = button({ class: "prompt-warning-button", "aria-label": say("Insufficient credits warning") }, icon("warning"));
    this.add = button({
      class: "add-menu-trigger", "aria-label": say("Add ingredients to the prompt box"), onclick: () => this.ingredients.pick(this.add),
    }, icon("add"));
    this.erase = button({ "aria-label": say("Clear prompt"), onclick: () => this.clear() }, icon("close"));
    this.place = el("span", {});
    this.pane = new SettingsPane(account, () => this.refresh());
    const bar = el("div", { class: "bar" }, this.add, this.agent.chip, el("span", { class: "gap" }), this.erase, this.pane.trigger, this.place);
    const box = el("div", { class: "base-prompt-box" },
      this.ingredients.element, this.editor, el("textarea", { tabindex: "-1", "aria-hidden": "true" }), bar);
    this.element = el("flow-prompt-box", {}, el("flow-base-prompt-box", {}, box));
    this.refresh();
  }

  get prompt() {
    return readLines(this.editor).join("\n").trim();
  }

  typed() {
    if (!this.prompt) this.editor.replaceChildren();
    this.ready = false;
    clearTimeout(this.enabling);
    this.enabling = setTimeout(() => { this.ready = this.prompt !== ""; this.refresh(); }, ENABLE_AFTER_MS * this.account.slow);
    this.refresh();
  }

  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (this.ready) this.generate();
  }

  write(text) {
    this.editor.textContent = text;
    this.typed();
  }

  clear() {
    this.write("");
    this.ingredients.clear();
  }

  refresh() {
    if (!this.pane) return;
    const { settings } = this.account;
    this.ingredients.show(settings);
    this.pane.trigger.hidden = this.agent.on || this.obstacles.includes("settings_hidden");
    this.erase.hidden = !this.prompt;
    this.submit.disabled = !this.ready;
    if (this.ready) this.submit.removeAttribute("aria-description");
    else this.submit.setAttribute("aria-description", say("Prompt must be provided"));
    const cost = quote(this.account, settings) ?? 0;
    const control = this.obstacles.includes("credits") || cost > this.account.credits ? this.warning : this.submit;
    if (this.place.firstChild !== control) this.place.replaceChildren(control);
  }

  async generate() {
    const click = { prompt: this.prompt, settings: this.account.settings, assets: this.ingredients.assets() };
    setTimeout(() => this.clear(), CLEAR_AFTER_MS * this.account.slow);
    if (this.agent.on) {
      this.agent.answer(click.prompt);
      return;
    }
    try {
      const { tiles } = await post(`/api/projects/${this.project}/submissions`, click);
      this.onsubmitted(tiles);
    } catch (error) {
      // An answer that never came says nothing here either: only a reload shows what became of it.
      if (error instanceof Refused) notify(error.message);
    }
  }
}
