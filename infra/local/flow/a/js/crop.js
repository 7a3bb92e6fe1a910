// Cutting a picture to the clip's shape before it is sent.
import { button, el } from "/static/js/dom.js";
import { say } from "/static/js/labels.js";
import { icon } from "/static/shared/js/icon.js";

// The part in the middle that has the shape; a whole picture when it has it already.
function cut(picture, aspect) {
  const [across, down] = aspect.split(":").map(Number);
  const width = Math.min(picture.width, Math.round((picture.height * across) / down));
  const height = Math.min(picture.height, Math.round((picture.width * down) / across));
  const whole = picture.width - width < 2 && picture.height - height < 2;
  return { width, height, whole, left: Math.floor((picture.width - width) / 2), top: Math.floor((picture.height - height) / 2) };
}

// Shows the part that will be sent, and calls `onsave` with its bytes; null where the browser cannot read the file.
export async function buildCrop(file, aspect, onsave) {
  const picture = await createImageBitmap(file).catch(() => null);
  if (!picture) return null;
  const part = cut(picture, aspect);
  const canvas = el("canvas", { width: String(part.width), height: String(part.height) });
  canvas.getContext("2d").drawImage(picture, part.left, part.top, part.width, part.height, 0, 0, part.width, part.height);
  const save = () => (part.whole ? onsave(file) : canvas.toBlob(onsave, file.type, 1));
  return el("div", {}, canvas, button({ class: "primary", onclick: save }, icon("crop"), el("span", {}, say("Crop and Save"))));
}
