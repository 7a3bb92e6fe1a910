/**
 * From the desk to a started job: pack, make the job, send, wait for the verdicts, quote, start.
 * Each step can be done twice without harm, and how far it is is kept: a reload goes on where it stopped.
 */
import { get, post, remove } from "../core/api.js";
import { sleep } from "../core/connection.js";
import { Problem } from "../core/problem.js";
import { createStore } from "../core/store.js";
import { clearDesk, desk } from "./desk.js";
import { fold, freeName, stemOf } from "./names.js";
import { bytesOf, newShipment, pack, promptsFile, unpackAll } from "./packing.js";
import { dropShipment, saveShipment } from "./saved.js";
import { sendFile } from "./transfer.js";

const MOST_SLOTS = 200;
const AT_ONCE = 3;
const VERDICT_MS = 700;
const MOVING = ["packing", "creating", "sending", "checking", "quoting", "starting"];

/** `shipment`: null while the job is only being put together. */
export const sending = createStore({ shipment: null });

let ending = null;
const slots = new Map();

/** Whether something is under way that a person can only wait for or cancel. */
export const isMoving = (shipment) => shipment !== null && MOVING.includes(shipment.phase);

/** Send what is on the desk and ask for the price. */
export function send() {
  put(newShipment(desk.get()));
  return run();
}

/** Go on with a shipment that was kept; a price that was told a while ago is asked for again. */
export function resume(kept) {
  if (!kept) return undefined;
  put(kept.phase === "ready" ? { ...kept, phase: "quoting" } : kept);
  return isMoving(current()) ? run() : undefined;
}

/** Try again after a problem: from where it stopped, or anew where the job is gone or does not fit any more. */
export function again() {
  const { shipment } = sending.get();
  const isGone = [404, 409, 422].includes(shipment.problem?.status) || shipment.problem?.code === "lost";
  if (isGone) {
    discard(shipment);
    return send();
  }
  set({ phase: shipment.stoppedAt ?? "packing", problem: null });
  return run();
}

/** Stop, and go back to the desk; what was sent is deleted. */
export async function backToDesk() {
  const { shipment } = sending.get();
  ending?.abort(new DOMException("cancelled", "AbortError"));
  sending.set({ shipment: null });
  await dropShipment();
  if (shipment) discard(shipment);
}

/** Start what was quoted; gives the job's id, or null when it could not be started. */
export async function start() {
  const { shipment } = sending.get();
  set({ phase: "starting", problem: null });
  return act("ready", async (signal) => {
    await startOnce(shipment, signal);
    sending.set({ shipment: null });
    unpackAll();
    await clearDesk();
    return shipment.jobId;
  });
}

async function startOnce({ jobId, key }, signal) {
  try {
    await post(`/api/jobs/${jobId}/start`, undefined, { key: `${key}-start`, signal, patient: true });
  } catch (error) {
    // Another window may have started it: that is what was wanted.
    if (error.status !== 409 || (await isDraft(jobId))) throw error;
  }
}

function run() {
  const { phase } = sending.get().shipment;
  if (phase === "starting") return start();
  return act(phase, async (signal) => {
    for (const step of [packAll, createJob, sendAll, awaitVerdicts, quote]) await step(signal);
  });
}

/** Do something that a cancel ends silently and a problem stops where it can be taken up again. */
async function act(stoppedAt, work) {
  ending = new AbortController();
  const { signal } = ending;
  try {
    return await work(signal);
  } catch (error) {
    if (signal.aborted) return null;
    const problem = error instanceof Problem ? plainProblem(error) : { status: 0, code: "lost", message: error.message };
    set({ phase: "stopped", stoppedAt, problem });
    return null;
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
  for (let start = 0; start < current().files.length; start += MOST_SLOTS) await requestSlots(start, signal);
  await inTurns(current().files.filter((file) => !file.isSent), (file) => sendOne(file.id, signal));
}

/** Ask for the slots of up to 200 files; the same key gives the same slots with fresh links. */
async function requestSlots(start, signal) {
  const { files, jobId, key } = current();
  const some = files.slice(start, start + MOST_SLOTS);
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
    onPart: (number, etag) => setFile(id, { etags: { ...fileOf(id).etags, [number]: etag } }),
    onBytes: (count) => setFile(id, { sent: Math.min(count, fileOf(id).size) }),
    signal,
  });
  if (etags.length) {
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

const isDraft = async (jobId) => (await get(`/api/jobs/${jobId}`, { query: { limit: 1 } })).data.status === "draft";

/** Delete a job that was never started. */
async function discard({ jobId }) {
  try {
    if (jobId && (await isDraft(jobId))) await remove(`/api/jobs/${jobId}`);
  } catch {
    // The person has gone on; a draft that stays behind is only clutter.
  }
}

const current = () => sending.get().shipment;
const fileOf = (id) => current().files.find((file) => file.id === id);
const has = (kind) => current().files.some((file) => file.kind === kind);

function set(patch) {
  put({ ...current(), ...patch });
}

function setFile(id, patch) {
  if (!current()) return;
  set({ files: current().files.map((file) => (file.id === id ? { ...file, ...patch } : file)) });
}

function put(shipment) {
  sending.set({ shipment });
  saveShipment(shipment);
}

function plainProblem({ status, code, message, advice, subject, problems, requestId, retryable }) {
  return { status, code, message, advice, subject, problems, requestId, retryable };
}
