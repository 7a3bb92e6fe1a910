/** The files of a job as they are sent: images as they are or made smaller, prompts as one list that names them. */
import { Problem } from "../core/problem.js";
import { fileOf, imagesOf, titleOf } from "./desk.js";
import { fold, freeName } from "./names.js";
import { compress } from "./pictures.js";
import { saveFile } from "./saved.js";

/** The code of the problem that the browser has a file's bytes no more. */
export const LOST = "lost";

const PROMPTS_NAME = "prompts.json";
const SUFFIXES = { "image/webp": ".webp", "image/jpeg": ".jpg" };

/** A new shipment of what is on the desk: plain data, so that it can be kept. */
export function newShipment(draft) {
  const used = draft.rows.flatMap((row) => imagesOf(row, draft));
  const images = used.map(({ id, name, size }) => ({ id, kind: "image", name, before: size, size, isPacked: false }));
  const archives = draft.archives.map(({ id, name, size }) => ({ id, kind: "archive", name, size, isPacked: true }));
  return {
    key: crypto.randomUUID(),
    phase: "packing",
    title: titleOf(draft),
    options: { ...draft.options, prompt_for_all: isOneForArchive(draft) },
    compression: draft.compression,
    files: [...images, ...archives].map((file) => ({ ...file, sent: 0, etags: {}, isSent: false, failure: null })),
    jobId: null,
    quote: null,
    problem: null,
  };
}

/** Make an image smaller where that was chosen, and keep its bytes; gives what changed, with its new suffix if any. */
export async function pack(file, compression) {
  const source = await fileOf(file.id);
  if (!source) throw new Problem(0, { code: LOST });
  const smaller = compression === "none" ? null : (await compress(source, compression)).blob;
  if (!smaller) return { packedId: file.id, size: source.size, suffix: null };
  const packedId = `${file.id}/packed`;
  await saveFile(packedId, smaller);
  packed.set(packedId, smaller);
  return { packedId, size: smaller.size, suffix: SUFFIXES[smaller.type] };
}

/** The bytes to send for a file. */
export async function bytesOf(file) {
  if (file.text !== undefined) return new Blob([file.text], { type: "application/json" });
  const found = packed.get(file.packedId) ?? (await fileOf(file.packedId ?? file.id));
  if (!found) throw new Problem(0, { code: LOST });
  return found;
}

/** The prompts as a file: each with the names under which its images are sent; null where a ZIP brings its own. */
export function promptsFile(draft, files) {
  const names = Object.fromEntries(files.map(({ id, name }) => [id, name]));
  const text = (row) => (draft.shared.on ? draft.shared.text : row.prompt).replace(/[\t\r\n]+/g, " ").trim();
  const entries = isOneForArchive(draft)
    ? [draft.shared.text.trim()]
    : draft.rows.map((row) => ({ prompt: text(row), images: row.images.map((id) => names[id]) })).map(plain);
  if (entries.length === 0) return null;
  const json = JSON.stringify(entries);
  const name = freeName(PROMPTS_NAME, new Set(files.map((file) => fold(file.name))));
  const size = new Blob([json]).size;
  return { id: "prompts", kind: "prompts", name, text: json, size, before: size, isPacked: true };
}

/** Forget the bytes that were made for sending. */
export const unpackAll = () => packed.clear();

const packed = new Map();

const plain = ({ prompt, images }) => (images.length ? { prompt, images } : prompt);

const isOneForArchive = ({ shared, rows, archives }) => shared.on && archives.length > 0 && rows.length === 0;
