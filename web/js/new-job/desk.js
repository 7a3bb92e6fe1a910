/** The desk where a job is put together: it stays as it is when the page is left, and when it is loaded again. */
import { get } from "../core/api.js";
import { createStore } from "../core/store.js";
import { language } from "../core/words.js";
import { byName, fold, freeName } from "./names.js";
import { DEFAULTS, fitting, narrow } from "./options.js";
import { look } from "./pictures.js";
import { readRules } from "./preflight.js";
import * as rows from "./rows.js";
import { dropAll, dropFile, readFile, readSaved, saveDraft, saveFile, takeHold } from "./saved.js";

const CHOSEN = "dailies.options";

const EMPTY = Object.freeze({
  title: "",
  rows: [],
  /** By id: `{id, name, size, width, height}`; sizes in pixels are 0 until it was looked at. */
  images: {},
  archives: [],
  shared: { on: false, text: "" },
  options: DEFAULTS,
  compression: "default",
});

/** What is on the desk; `catalogue` and `rules` are the product's tables, `thumbnails` addresses by image. */
export const desk = createStore({ ...EMPTY, catalogue: null, rules: null, thumbnails: {}, isKept: true });

const blobs = new Map();

/** Fetch the tables and what was kept; gives the shipment that was under way, if any. */
export async function openDesk() {
  const [catalogue, rules, isOurs] = await Promise.all([table("providers"), table("preflight"), takeHold()]);
  const { draft, shipment } = await readSaved();
  const chosen = draft?.options ?? JSON.parse(localStorage.getItem(CHOSEN) ?? "{}");
  desk.set({ catalogue, rules: readRules(rules), isKept: isOurs, ...draft, options: fitting(catalogue, chosen) });
  desk.subscribe(save);
  for (const id of Object.keys(desk.get().images)) showThumbnail(id);
  return shipment;
}

/** Ask what this installation has, and leave out of the tables what it has not. */
export async function learnPlace() {
  const { data } = await get("/api/accounts", { patient: true });
  const catalogue = narrow(desk.get().catalogue, data);
  desk.set({ catalogue, options: fitting(catalogue, desk.get().options) });
}

/** The bytes of an image or a ZIP; undefined where the browser had no room for them. */
export const fileOf = async (id) => blobs.get(id) ?? readFile(id);

/** Put images on the desk, in the order of their names, and look at each. */
export async function addImages(files) {
  const { images, rows: old, options } = desk.get();
  const taken = new Set(Object.values(images).map(({ name }) => fold(name)));
  const added = [...files].sort(byName).map((file) => {
    const id = crypto.randomUUID();
    const name = freeName(file.name || "image.png", taken);
    taken.add(fold(name));
    blobs.set(id, file);
    return { id, name, size: file.size, width: 0, height: 0 };
  });
  desk.set({
    images: { ...images, ...Object.fromEntries(added.map((image) => [image.id, image])) },
    rows: rows.addImages(old, added, options.images_per_prompt),
  });
  const kept = await Promise.all(added.map(({ id }) => examine(id)));
  if (kept.includes(false)) desk.set({ isKept: false });
}

/** Put prompts on the desk. */
export function addPrompts(prompts) {
  const { rows: old, images } = desk.get();
  const names = Object.fromEntries(Object.values(images).map(({ id, name }) => [id, name]));
  desk.set({ rows: rows.addPrompts(old, prompts, names) });
}

/** Put ZIPs on the desk; they are sent as they are. */
export async function addArchives(files) {
  const { archives } = desk.get();
  const added = files.map((file) => ({ id: crypto.randomUUID(), name: file.name, size: file.size }));
  for (const [place, { id }] of added.entries()) blobs.set(id, files[place]);
  desk.set({ archives: [...archives, ...added] });
  const kept = await Promise.all(added.map(({ id }) => saveFile(id, blobs.get(id))));
  if (kept.includes(false)) desk.set({ isKept: false });
}

/** Change the rows by one of the functions of `rows.js`. */
export const changeRows = (change, ...rest) => desk.set({ rows: change(desk.get().rows, ...rest) });

/** Change the title, the shared prompt or the compression. */
export const change = (fields) => desk.set(fields);

/** Choose an option; others move where they no longer fit, and all are remembered for the next job. */
export function choose(changes) {
  const { catalogue, options: before, rows: old } = desk.get();
  const options = fitting(catalogue, { ...before, ...changes });
  localStorage.setItem(CHOSEN, JSON.stringify({ ...options, max_credits: null }));
  const isRegrouped = options.images_per_prompt !== before.images_per_prompt;
  desk.set({ options, ...(isRegrouped ? { rows: rows.regroup(old, options.images_per_prompt) } : {}) });
}

/** Take a row and its images away; gives the function that brings them back among what is there by then. */
export function takeRow(id) {
  const before = desk.get().rows;
  const place = before.findIndex((row) => row.id === id);
  changeRows(rows.removeRow, id);
  return () => changeRows(rows.insertRow, before[place], place);
}

/** Take a ZIP away. */
export function takeArchive(id) {
  desk.set({ archives: desk.get().archives.filter((archive) => archive.id !== id) });
  drop(id);
}

/** Take one image away. */
export function takeImage(id) {
  const { [id]: _, ...images } = desk.get().images;
  desk.set({ images, rows: rows.removeImage(desk.get().rows, id) });
  drop(id);
}

/** Clear the desk; the options stay. */
export async function clearDesk() {
  for (const url of Object.values(desk.get().thumbnails)) URL.revokeObjectURL(url);
  blobs.clear();
  const { options, compression } = desk.get();
  desk.set({ ...EMPTY, options: { ...options, max_credits: null }, compression, thumbnails: {} });
  await dropAll();
}

/** The title, or one made of what is there. */
export function titleOf({ title, images, rows: all, archives }) {
  const first = images[all.find((row) => row.images.length)?.images[0]]?.name ?? archives[0]?.name;
  const day = new Intl.DateTimeFormat(language(), { dateStyle: "medium" }).format(new Date());
  return title.trim() || [first?.replace(/\.[^.]+$/, ""), day].filter(Boolean).join(" · ");
}

/** The images of a row, with what is known of them. */
export const imagesOf = (row, { images }) => row.images.map((id) => images[id]).filter(Boolean);

async function examine(id) {
  const file = blobs.get(id);
  const isKept = await saveFile(id, file);
  const seen = await look(file).catch(() => null);
  if (!desk.get().images[id]) return isKept;
  if (seen) {
    await saveFile(`${id}/thumbnail`, seen.thumbnail);
    blobs.set(`${id}/thumbnail`, seen.thumbnail);
  }
  const { images } = desk.get();
  const facts = seen ? { width: seen.width, height: seen.height } : { isBroken: true };
  desk.set({ images: { ...images, [id]: { ...images[id], ...facts } } });
  if (seen) await showThumbnail(id);
  return isKept;
}

async function showThumbnail(id) {
  const blob = await fileOf(`${id}/thumbnail`);
  if (blob) desk.set({ thumbnails: { ...desk.get().thumbnails, [id]: URL.createObjectURL(blob) } });
}

function drop(id) {
  blobs.delete(id);
  dropFile(id);
}

const table = async (name) => (await fetch(`gallery/data/${name}.json`)).json();

function save({ title, rows: all, images, archives, shared, options, compression }) {
  saveDraft({ title, rows: all, images, archives, shared, options, compression });
}
