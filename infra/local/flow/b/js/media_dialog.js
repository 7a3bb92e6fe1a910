// Where generation B chooses a picture: the project's own, or a new upload; "Add to Prompt" binds it.
import { button, el } from "/static/js/dom.js";
import { icon } from "/static/shared/js/icon.js";
import { say } from "/static/js/labels.js";
import { bind, Library } from "/static/shared/js/library.js";
import { closePopup, openPopup } from "/static/shared/js/popup.js";
import { toast } from "/static/shared/js/toasts.js";

export function openMediaDialog({ page, anchor, put }) {
  const confirm = el("div", {});
  const progress = el("div", { class: "uploads", role: "status" });

  async function attach(asset) {
    try {
      const bound = await bind(page.project, asset);
      closePopup(popup);
      put(bound);
    } catch (error) {
      toast(error.message);
    }
  }

  async function upload(file) {
    const line = el("p", {}, file.name);
    progress.append(line);
    await page.uploading.send(file.name, file);
    line.remove();
    if (dialog.isConnected) library.find();
  }

  const library = new Library(page.project, (asset) => {
    confirm.replaceChildren(button({ class: "primary", onclick: () => attach(asset) }, say("Add to Prompt")));
  });
  const dialog = el("div", { role: "dialog", "aria-label": say("Add media") },
    button({ onclick: () => page.uploading.choose(upload) }, icon("upload"), el("span", {}, say("Upload media"))),
    progress, library.element, confirm);
  const popup = openPopup(dialog, { anchor });
  library.find();
}
