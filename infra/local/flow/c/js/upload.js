// The toolbar's upload: a menu, then a file input that exists only after the click.
import { button, el, icon } from "./dom.js";
import { say } from "./labels.js";
import { openMenu } from "./menu.js";
import { notify } from "./notices.js";
import { askForRights } from "./obstacles.js";
import { send } from "./server.js";

const ACCEPT = ".png,.jpg,.jpeg,.webp,.gif,.heif,.heic,.mp4,.m4v,.mov,.3gp,.avi";
const INPUT_AFTER_MS = 50;

export function buildToolbar({ project, title, rights }) {
  const progress = el("span", { class: "upload-progress" });
  let unasked = rights;

  async function upload(files) {
    if (unasked && !(await askForRights())) return;
    unasked = false;
    for (const file of files) {
      const line = el("span", {}, `Uploading ${file.name} `);
      progress.append(line);
      try {
        await send(`/api/projects/${project}/uploads?name=${encodeURIComponent(file.name)}`, file);
      } catch (error) {
        notify(error.message);
      } finally {
        line.remove();
      }
    }
  }

  function choose() {
    setTimeout(() => {
      const input = el("input", { type: "file", multiple: true, accept: ACCEPT, hidden: true });
      input.addEventListener("change", () => { input.remove(); upload([...input.files]); });
      document.body.append(input);
      input.click();
    }, INPUT_AFTER_MS);
  }

  const add = button({ "aria-label": say("Add media"), "aria-haspopup": "menu",
    onclick: () => openMenu(add, [{ label: say("Upload media"), icon: "upload", act: choose }]) }, icon("add"));
  return el("flow-toolbar", {}, el("a", { href: "/" }, say("Projects")), el("h1", { class: "title" }, title), add, progress);
}
