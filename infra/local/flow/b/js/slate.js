// The prompt field of generation B: an editable element that keeps each line as a block of its own.
import { el } from "/static/js/dom.js";
import { say } from "/static/js/labels.js";

export class SlateEditor {
  constructor() {
    this.element = el("div", {
      role: "textbox", "data-slate-editor": "true", "data-slate-node": "value", contenteditable: "true",
      "aria-multiline": "true", "data-placeholder": say("What do you want to create?"),
    });
    // Emptied by hand, the browser leaves a lone line break behind, and the placeholder would stay away.
    this.element.addEventListener("input", () => { if (!this.read().trim()) this.element.replaceChildren(); });
  }

  read() {
    const lines = [""];
    for (const node of this.element.childNodes) {
      if (node.nodeName === "BR") lines.push("");
      else if (node.nodeType === Node.TEXT_NODE) lines[lines.length - 1] += node.data;
      else lines.push(node.textContent);
    }
    return lines.join("\n");
  }

  write(text) {
    this.element.textContent = text;
  }
}
