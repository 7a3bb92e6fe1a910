// A picture's way to the server; the owner's statement about rights comes after the chooser, before the sending.
import { el } from "/static/js/dom.js";
import { send } from "/static/js/server.js";
import { askForRights } from "./obstacles.js";
import { toast } from "./toasts.js";

const ACCEPT = ".png,.jpg,.jpeg,.webp,.gif,.heif,.heic,.mp4,.m4v,.mov,.3gp,.avi";
const INPUT_AFTER_MS = 50;

export class Uploading {
  constructor(project, rights) {
    this.project = project;
    this.unasked = rights;
  }

  // The file input exists only from a moment after the click until a file is chosen.
  choose(onfile) {
    setTimeout(() => {
      const input = el("input", { type: "file", accept: ACCEPT, hidden: true });
      input.addEventListener("change", () => { input.remove(); onfile(input.files[0]); });
      document.body.append(input);
      input.click();
    }, INPUT_AFTER_MS);
  }

  // Gives the new asset, or null when it was refused or not agreed to.
  async send(name, content) {
    if (this.unasked && !(await askForRights())) return null;
    this.unasked = false;
    try {
      return await send(`/api/projects/${this.project}/uploads?name=${encodeURIComponent(name)}`, content);
    } catch (error) {
      toast(error.message);
      return null;
    }
  }
}
