// Where generation A takes a picture from: an earlier upload, bound by a click, or a new one, cropped first.
import { button, el } from "/static/js/dom.js";
import { say } from "/static/js/labels.js";
import { icon } from "/static/shared/js/icon.js";
import { bind, Library } from "/static/shared/js/library.js";
import { closePopup, openPopup } from "/static/shared/js/popup.js";
import { toast } from "/static/shared/js/toasts.js";
import { buildCrop } from "./crop.js";

export function openImageDialog({ page, anchor, aspect, put }) {
  const progress = el("div", { class: "uploads", role: "status" });
  const place = el("div", {});

  async function attach(asset) {
    try {
      const bound = await bind(page.project, asset);
      if (!dialog.isConnected) return;
      closePopup(popup);
      put(bound);
    } catch (error) {
      toast(error.message);
    }
  }

  async function send(name, content) {
    place.replaceChildren();
    const line = el("p", {}, name);
    progress.append(line);
    const asset = await page.uploading.send(name, content);
    line.remove();
    if (asset) await attach(asset);
  }

  async function crop(file) {
    const step = await buildCrop(file, aspect, (content) => send(file.name, content));
    if (step) place.replaceChildren(step);
    else await send(file.name, file);
  }

  const library = new Library(page.project, attach);
  const upload = button({ onclick: () => page.uploading.choose(crop) },
    icon("upload"), el("span", {}, `${say("Upload")} .png, .jpg, .jpeg, .webp`));
  const dialog = el("div", { role: "dialog", "aria-label": say("Add media") }, upload, place, progress, library.element);
  const popup = openPopup(dialog, { anchor });
  library.find();
}
