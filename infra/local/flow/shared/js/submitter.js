// The paid click: enabled a moment after the text, once for each click, and the form empties after it.
import { button, el } from "/static/js/dom.js";
import { post, Refused } from "/static/js/server.js";
import { icon } from "./icon.js";
import { say } from "/static/js/labels.js";
import { toast } from "./toasts.js";

const ENABLE_AFTER_MS = 100;
const CLEAR_AFTER_MS = 60;

export class Submitter {
  // `editor`: {element, read(), write(text)}; `pictures`: {assets(), clear()}; `agent`: {on, answer(prompt)} or null.
  constructor({ page, editor, pictures, choices, agent = null }) {
    Object.assign(this, { page, editor, pictures, choices, agent, ready: false });
    this.submit = button({ type: "submit", onclick: () => this.generate() }, icon("arrow_forward"), el("span", {}, say("Create")));
    this.warning = button({ "aria-label": say("Insufficient credits warning") }, icon("warning"));
    this.element = el("span", {});
    editor.element.addEventListener("input", () => this.typed());
    editor.element.addEventListener("keydown", (event) => this.key(event));
    choices.listeners.push(() => this.refresh());
    this.refresh();
  }

  get prompt() {
    return this.editor.read().trim();
  }

  typed() {
    this.ready = false;
    clearTimeout(this.enabling);
    this.enabling = setTimeout(() => { this.ready = this.prompt !== ""; this.refresh(); }, ENABLE_AFTER_MS * this.page.account.slow);
    this.refresh();
  }

  key(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    if (this.ready) this.generate();
  }

  write(text) {
    this.editor.write(text);
    this.typed();
  }

  clear() {
    this.write("");
    this.pictures.clear();
  }

  refresh() {
    this.submit.disabled = !this.ready;
    if (this.ready) this.submit.removeAttribute("aria-description");
    else this.submit.setAttribute("aria-description", say("Prompt must be provided"));
    const { account, obstacles } = this.page;
    const control = obstacles.includes("credits") || this.choices.cost > account.credits ? this.warning : this.submit;
    if (this.element.firstChild !== control) this.element.replaceChildren(control);
  }

  async generate() {
    const click = { prompt: this.prompt, settings: this.choices.settings, assets: this.pictures.assets() };
    setTimeout(() => this.clear(), CLEAR_AFTER_MS * this.page.account.slow);
    if (this.agent?.on) {
      this.agent.answer(click.prompt);
      return;
    }
    try {
      const { tiles } = await post(`/api/projects/${this.page.project}/submissions`, click);
      this.page.grid.prepend(tiles);
    } catch (error) {
      // An answer that never came says nothing here either: only a reload shows what became of it.
      if (error instanceof Refused) toast(error.message);
    }
  }
}
