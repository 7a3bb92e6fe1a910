/**
 * The rows of a job that is being made: each is one prompt with its images. Pure: every function gives new rows.
 * A row: `{id, prompt, images: [imageId], wanted: [names that the prompt's file wrote beside it]}`.
 */
import { nameKeys } from "./names.js";

/** A new row. */
export const newRow = (fields = {}) => ({ id: crypto.randomUUID(), prompt: "", images: [], wanted: [], ...fields });

/** Put images (`[{id, name}]`) where they are wanted by name, then where one is missing, then into new rows. */
export function addImages(rows, images, perRow) {
  let next = rows.map((row) => ({ ...row, images: [...row.images] }));
  for (const image of images) {
    const place = wantedAt(next, image) ?? next.find((row) => hasRoom(row, perRow));
    if (place) place.images.push(image.id);
    else next = [...next, newRow({ images: [image.id] })];
  }
  return next;
}

/** Put prompts (`[{text, images: [names]}]`) beside the images they name, then into rows without, then into new rows. */
export function addPrompts(rows, prompts, imageNames) {
  const next = rows.map((row) => ({ ...row }));
  for (const { text, images } of prompts) {
    const place = images.length ? rowOfName(next, images[0], imageNames) : next.find((row) => !row.prompt.trim());
    if (place && !place.prompt.trim()) Object.assign(place, { prompt: text, wanted: images });
    else next.push(newRow({ prompt: text, wanted: images }));
  }
  return next;
}

/** Move the images of one row to another place; those between move up or down, the prompts stay. */
export function moveImages(rows, from, to) {
  const goal = Math.max(0, Math.min(rows.length - 1, to));
  const images = rows.map((row) => row.images);
  images.splice(goal, 0, ...images.splice(from, 1));
  return rows.map((row, place) => ({ ...row, images: images[place] }));
}

/** Change one row's prompt. */
export const setPrompt = (rows, id, prompt) => rows.map((row) => (row.id === id ? { ...row, prompt } : row));

/** Put pasted prompts from one row on downwards, over what stands there. */
export function pastePrompts(rows, id, prompts) {
  const start = rows.findIndex((row) => row.id === id);
  const next = rows.map((row, place) => {
    const given = prompts[place - start];
    return place >= start && given ? { ...row, prompt: given.text } : row;
  });
  const beyond = prompts.slice(rows.length - start).map(({ text }) => newRow({ prompt: text }));
  return [...next, ...beyond];
}

/** Take a row out. */
export const removeRow = (rows, id) => rows.filter((row) => row.id !== id);

/** Put a row back where it stood, or at the end where there are fewer by now. */
export const insertRow = (rows, row, place) => rows.toSpliced(place, 0, row);

/** Take one image out of its row. */
export const removeImage = (rows, imageId) =>
  rows.map((row) => ({ ...row, images: row.images.filter((each) => each !== imageId) }));

/** Deal all images out anew, `perRow` to a row, in the order in which they stand. */
export function regroup(rows, perRow) {
  const all = rows.flatMap((row) => row.images);
  const dealt = rows.map((row, place) => ({ ...row, images: all.slice(place * perRow, (place + 1) * perRow) }));
  const beyond = [];
  for (let start = rows.length * perRow; start < all.length; start += perRow) {
    beyond.push(newRow({ images: all.slice(start, start + perRow) }));
  }
  return [...dealt, ...beyond].filter((row) => row.images.length || row.prompt.trim());
}

const hasRoom = (row, perRow) => row.images.length < perRow && (row.wanted.length === 0 || row.images.length === 0);

function wantedAt(rows, image) {
  const keys = nameKeys(image.name);
  return rows.find((row) => {
    const name = row.wanted[row.images.length];
    return name !== undefined && fits(nameKeys(name), keys);
  });
}

function rowOfName(rows, name, imageNames) {
  const keys = nameKeys(name);
  return rows.find((row) => row.images.length > 0 && fits(keys, nameKeys(imageNames[row.images[0]] ?? "")));
}

const fits = (wanted, keys) => wanted.some((key, tier) => key === keys[tier]);
