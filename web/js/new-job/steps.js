/** The steps from the desk to a price. Each can be done twice without harm, and skips what is done already. */
import { get, patch, post, remove } from "../core/api.js";
import { sleep } from "../core/connection.js";
import { leftOver } from "./amending.js";
import { desk } from "./desk.js";
import { fold, freeName, stemOf } from "./names.js";
import { bytesOf, newShipment, pack, promptsFile } from "./packing.js";
import { current, fileOf, put, set, setFile } from "./shipment.js";
import { sendFile } from "./transfer.js";

const MOST_SLOTS = 200;
const AT_ONCE = 3;
const VERDICT_MS = 700;

const slots = new Map();

/** Do what is left to do, up to the price; throws what stopped it. */
export async function runSteps(signal) {
  for (const step of [amendJob, packAll, createJob, sendAll, awaitVerdicts, quote]) await step(signal);
}

/** Change the draft that was sent before, and take back what is not in it any more; one that is gone is made anew. */
async function amendJob(signal) {
  const { jobId, title, options, isAmended } = current();
  if (isAmended !== false) return;
  set({ phase: "creating" });
  const path = `/api/jobs/${jobId}`;
  try {
    await patch(path, { title, options }, { signal, patient: true });
    const { uploads } = (await get(path, { query: { limit: 1 }, signal, patient: true })).data;
    await inTurns(leftOver(uploads, current()), (upload) => takeBack(`${path}/uploads/${upload}`, signal));
    set({ isAmended: true });
  } catch (error) {
    if (![404, 409].includes(error.status)) throw error;
    // Still a draft, changed by somebody else in between.
    if (error.retryable) return amendJob(signal);
    put(newShipment(desk.get()));
  }
}

async function takeBack(path, signal) {
  try {
    await remove(path, { signal, patient: true });
  } catch (error) {
    // Taken back by an earlier try, whose answer was lost.
    if (error.status !== 404) throw error;
  }
}

async function packAll(signal) {
  if (current().files.every((file) => file.isPacked) && has("prompts")) return;
  set({ phase: "packing" });
  await inTurns(current().files.filter((file) => !file.isPacked), async (file) => {
    signal.throwIfAborted();
    const { suffix, ...facts } = await pack(file, current().compression);
    setFile(file.id, { ...facts, isPacked: true, name: suffix ? renamed(file, suffix) : file.name });
  });
  const prompts = promptsFile(desk.get(), current().files);
  if (prompts && !has("prompts")) set({ files: [...current().files, { ...prompts, sent: 0, etags: {}, isSent: false }] });
}

function renamed({ id, name }, suffix) {
  const taken = new Set(current().files.filter((other) => other.id !== id).map((other) => fold(other.name)));
  return freeName(`${stemOf(name)}${suffix}`, taken);
}

async function createJob(signal) {
  if (current().jobId) return;
  set({ phase: "creating" });
  const { title, options, key } = current();
  const { data } = await post("/api/jobs/create", { title, options }, { key: `${key}-job`, signal, patient: true });
  set({ jobId: data.job_id });
}

async function sendAll(signal) {
  if (current().files.every((file) => file.isSent)) return;
  set({ phase: "sending" });
  slots.clear();
  for (let start = 0; start < toSend().length; start += MOST_SLOTS) await requestSlots(start, signal);
  await inTurns(current().files.filter((file) => !file.isSent), (file) => sendOne(file.id, signal));
}

/** Ask for the slots of up to 200 files; the same key gives the same slots with fresh links. */
async function requestSlots(start, signal) {
  const { jobId, key } = current();
  const some = toSend().slice(start, start + MOST_SLOTS);
  const body = { files: some.map(({ name, size }) => ({ name, size })) };
  const { data } = await post(`/api/jobs/${jobId}/upload`, body, { key: `${key}-slots-${start}`, signal, patient: true });
  for (const [place, slot] of data.uploads.entries()) {
    const file = some[place];
    slots.set(file.id, { slot, start });
    const isOther = file.uploadId && file.uploadId !== slot.upload_id;
    setFile(file.id, { uploadId: slot.upload_id, ...(isOther ? { etags: {}, isSent: false } : {}) });
  }
}

async function sendOne(id, signal) {
  const file = fileOf(id);
  const etags = await sendFile(await bytesOf(file), {
    slot: () => slots.get(id).slot,
    renew: () => requestSlots(slots.get(id).start, signal),
    etags: file.etags,
    onPart: (number, etag) => setFile(id, { etags: { ...fileOf(id)?.etags, [number]: etag } }),
    onBytes: (count) => setFile(id, { sent: Math.min(count, file.size) }),
    signal,
  });
  if (slots.get(id).slot.needs_complete) {
    const path = `/api/jobs/${current().jobId}/uploads/${fileOf(id).uploadId}/complete`;
    await post(path, { etags }, { signal, patient: true });
  }
  setFile(id, { isSent: true, sent: file.size });
}

async function awaitVerdicts(signal) {
  set({ phase: "checking" });
  let etag = null;
  for (;;) {
    const answer = await get(`/api/jobs/${current().jobId}`, { etag, query: { limit: 1 }, signal, patient: true });
    if (!answer.unchanged) {
      etag = answer.etag;
      noteVerdicts(answer.data.uploads);
      if (answer.data.uploads.every(({ status }) => status !== "requested")) return;
    }
    await sleep(VERDICT_MS, signal);
  }
}

function noteVerdicts(uploads) {
  const byId = Object.fromEntries(uploads.map((upload) => [upload.upload_id, upload]));
  const files = current().files.map((file) => {
    const { status, failure } = byId[file.uploadId] ?? {};
    return { ...file, status: status ?? "requested", failure: failure ?? null };
  });
  set({ files });
}

async function quote(signal) {
  set({ phase: "quoting" });
  const { data } = await post(`/api/jobs/${current().jobId}/start`, undefined, {
    query: { dry_run: true },
    signal,
    patient: true,
  });
  set({ phase: "ready", quote: data });
}

/** Work through a list, a few at a time; the first that fails ends all. */
async function inTurns(list, work) {
  const left = [...list];
  const turn = async () => {
    while (left.length) await work(left.shift());
  };
  await Promise.all(Array.from({ length: AT_ONCE }, turn));
}

/** The files of this shipment, whether they have left or not; without those that an earlier one brought. */
const toSend = () => current().files.filter((file) => !file.isCarried);

const has = (kind) => current().files.some((file) => file.kind === kind);
