/** The draft that outlives a reload: what is typed at once, files as they come; one tab at a time holds it. */
import { forget, keep, load } from "../core/disk.js";

const DRAFT = "new/draft";
const SHIPMENT = "new/shipment";
const FILES = "new/file/";
const LAST_WORDS = "dailies.pending";
const SOON_MS = 150;
const HOLD_MS = 500;
let isOurs = false;
const pending = new Map();
let timer = null;

/** Take hold of the draft; gives false where another tab has it, and then nothing is kept. */
export async function takeHold() {
  isOurs = await new Promise((resolve) => {
    const held = () => {
      resolve(true);
      // Until the tab is gone.
      return new Promise(() => {});
    };
    // A page that was just left lets go a moment later.
    navigator.locks.request("dailies.draft", { signal: AbortSignal.timeout(HOLD_MS) }, held).catch(() => resolve(false));
  });
  return isOurs;
}

/** Read `{draft, shipment}`, each undefined where there is none. */
export async function readSaved() {
  if (!isOurs) return {};
  const last = JSON.parse(localStorage.getItem(LAST_WORDS) ?? "{}");
  const [draft, shipment] = await Promise.all([DRAFT, SHIPMENT].map(async (name) => last[name] ?? load(name)));
  for (const [name, value] of Object.entries(last)) await keep(name, value);
  localStorage.removeItem(LAST_WORDS);
  return { draft, shipment };
}

/** Keep the draft, soon. */
export const saveDraft = (draft) => soon(DRAFT, draft);

/** Keep how far sending is, soon. */
export const saveShipment = (shipment) => soon(SHIPMENT, shipment);

/** Keep a file's bytes under a name; gives false where there is no room. */
export const saveFile = (name, blob) => (isOurs ? keep(FILES + name, blob) : Promise.resolve(true));

/** Read a file's bytes. */
export const readFile = (name) => (isOurs ? load(FILES + name) : Promise.resolve(undefined));

/** Forget one file's bytes and all that was made of it. */
export const dropFile = (name) => (isOurs ? forget(FILES + name) : Promise.resolve());

/** Forget the draft, the shipment and every file. */
export async function dropAll() {
  pending.clear();
  localStorage.removeItem(LAST_WORDS);
  if (isOurs) await forget("new/");
}

/** Forget how far sending was. */
export async function dropShipment() {
  pending.delete(SHIPMENT);
  if (isOurs) await forget(SHIPMENT);
}

function soon(name, value) {
  if (!isOurs) return;
  pending.set(name, value);
  timer ??= setTimeout(write, SOON_MS);
}

function write() {
  clearTimeout(timer);
  timer = null;
  for (const [name, value] of pending) keep(name, value);
  pending.clear();
}

/** Keep what is still pending when the page goes: its database does not get to finish, plain storage does. */
function writeAtOnce() {
  if (pending.size === 0) return;
  try {
    localStorage.setItem(LAST_WORDS, JSON.stringify(Object.fromEntries(pending)));
  } catch {
    // Too large for it: what was typed in the last moment is lost, all before is in the database.
  }
}

addEventListener("pagehide", writeAtOnce);
document.addEventListener("visibilitychange", () => document.hidden && write());
