// Agent mode: a chat that hides the classic controls; remembered per account, and all that some accounts have.
import { button, el } from "/static/js/dom.js";
import { put } from "/static/js/server.js";
import { say } from "/static/js/labels.js";

export class Agent {
  constructor(account, onchange) {
    Object.assign(this, { account, onchange });
    this.panel = el("aside", {}, el("p", {}, "Tell the agent what you have in mind."));
    this.pill = account.agent_only ? el("span", {}) : button({ onclick: () => this.toggle() }, el("span", { class: "content" }, say("Agent")));
    this.refresh();
  }

  get on() {
    return this.account.agent_mode || this.account.agent_only;
  }

  toggle() {
    this.account.agent_mode = !this.account.agent_mode;
    put("/api/agent", { on: this.account.agent_mode }).catch(() => {});
    this.refresh();
    this.onchange();
  }

  answer(prompt) {
    this.panel.append(el("p", {}, prompt), el("p", {}, "Let me think about how to approach this."));
  }

  refresh() {
    this.pill.setAttribute("aria-pressed", String(this.on));
    if (this.on) document.body.append(this.panel);
    else this.panel.remove();
  }
}
