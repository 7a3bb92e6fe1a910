/** What was dropped, pasted or picked: images, prompts files and ZIPs, told apart by their first bytes. */
import { isPromptsName } from "./prompts.js";

const HEAD_BYTES = 16;
const MOST_ZIP_BYTES = 500 * 1024 ** 2;
const MOST_TEXT_BYTES = 20 * 1024 ** 2;

/** Gives `{images, texts, archives, refused: [{name, code}]}`, in the order given. */
export async function sortFiles(files) {
  const sorted = { images: [], texts: [], archives: [], refused: [] };
  const kinds = await Promise.all(files.map(kindOf));
  for (const [place, file] of files.entries()) {
    const kind = kinds[place];
    if (kind in sorted) sorted[kind].push(file);
    else sorted.refused.push({ name: file.name, code: kind });
  }
  return sorted;
}

/** The files of a drop, those inside dropped folders too. */
export async function filesOf(transfer) {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (!entries.some((entry) => entry.isDirectory)) return [...transfer.files];
  const found = await Promise.all(entries.map(filesBelow));
  return found.flat();
}

async function kindOf(file) {
  if (file.size === 0) return "file_empty";
  const head = new Uint8Array(await file.slice(0, HEAD_BYTES).arrayBuffer());
  if (isImage(head)) return "images";
  if (startsWith(head, [0x50, 0x4b, 0x03, 0x04])) return file.size > MOST_ZIP_BYTES ? "zip_too_large" : "archives";
  if (isPromptsName(file.name)) return file.size > MOST_TEXT_BYTES ? "prompts_too_large" : "texts";
  return "file_unknown";
}

function isImage(head) {
  const isWebp = startsWith(head, [0x52, 0x49, 0x46, 0x46]) && startsWith(head.slice(8), [0x57, 0x45, 0x42, 0x50]);
  return isWebp || startsWith(head, [0xff, 0xd8, 0xff]) || startsWith(head, [0x89, 0x50, 0x4e, 0x47]);
}

const startsWith = (head, bytes) => bytes.every((byte, place) => head[place] === byte);

async function filesBelow(entry) {
  if (entry.isFile) return [await new Promise((resolve, reject) => entry.file(resolve, reject))];
  const reader = entry.createReader();
  const found = [];
  // A reader hands out a hundred entries at a time, and none at the end.
  for (;;) {
    const some = await new Promise((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) break;
    found.push(...(await Promise.all(some.filter(({ name }) => !name.startsWith(".")).map(filesBelow))));
  }
  return found.flat();
}
