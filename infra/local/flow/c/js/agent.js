// Agent mode: a chat that hides the classic controls; remembered per account.
import { button, el } from "./dom.js";
import { say } from "./labels.js";
import { put } from "./server.js";

export class AgentMode {
  constructor(account, onchange) {
    this.account = account;
    this.onchange = onchange;
    this.panel = el("flow-agent-panel", {}, el("p", {}, "Tell the agent what you have in mind."));
    // A few accounts have no way out of agent mode.
    this.chip = account.agent_only ? null : button({ class: "agent-mode-chip", onclick: () => this.toggle() }, say("Agent"));
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
    this.chip?.setAttribute("aria-pressed", String(this.account.agent_mode));
    if (this.on) document.body.append(this.panel);
    else this.panel.remove();
  }
}
