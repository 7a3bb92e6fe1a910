// Agent mode: a chat that hides the classic controls; remembered per account.
import { button, el } from "./dom.js";
import { put } from "./server.js";

export class AgentMode {
  constructor(account, onchange) {
    this.account = account;
    this.onchange = onchange;
    this.panel = el("flow-agent-panel", {}, el("p", {}, "Tell the agent what you have in mind."));
    this.chip = button({ class: "agent-mode-chip", onclick: () => this.toggle() }, "Agent");
    this.refresh();
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
    this.chip.setAttribute("aria-pressed", String(this.account.agent_mode));
    if (this.account.agent_mode) document.body.append(this.panel);
    else this.panel.remove();
  }
}
