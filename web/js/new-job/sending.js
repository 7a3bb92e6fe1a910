/** From the desk to a started job, and back; what is sent goes on whatever page is shown. */
import { get, post, remove } from "../core/api.js";
import { Problem } from "../core/problem.js";
import { amended } from "./amending.js";
import { clearDesk, desk } from "./desk.js";
import { LOST, newShipment, unpackAll } from "./packing.js";
import { ASIDE, current, drop, isMoving, put, putAside, sending, set } from "./shipment.js";
import { runSteps } from "./steps.js";

let ending = null;

/** Send what is on the desk and ask for the price; of what was sent before, only what changed. */
export function send() {
  put(amended(newShipment(desk.get()), sending.get().earlier));
  return run();
}

/** Go on with a shipment that was kept; gives the job's id where that started it. A price that was told a while ago is asked for again. */
export function resume(kept) {
  if (!kept) return undefined;
  if (kept.phase === ASIDE) {
    putAside(kept);
    return undefined;
  }
  put(kept.phase === "ready" ? { ...kept, phase: "quoting" } : kept);
  return isMoving(current()) ? run() : undefined;
}

/** Try again after a problem: from where it stopped, or anew where the job is gone or does not fit any more. */
export function again() {
  const shipment = current();
  const isGone = [404, 409].includes(shipment.problem?.status) || shipment.problem?.code === LOST;
  if (isGone) discard(shipment);
  if (isGone || shipment.problem?.status === 422) {
    putAside(isGone ? { ...shipment, jobId: null } : shipment);
    return send();
  }
  set({ phase: shipment.stoppedAt ?? "packing", problem: null });
  return run();
}

/** Stop, and go back to the desk; what was sent is not sent again. */
export function backToDesk() {
  ending?.abort(new DOMException("cancelled", "AbortError"));
  putAside(current());
}

/** Clear the desk, and delete what was sent from it. */
export async function clear() {
  const { earlier } = sending.get();
  await Promise.all([drop(), clearDesk()]);
  if (earlier) discard(earlier);
}

/** Start what was quoted; gives the job's id, or null when it could not be started. */
export async function start() {
  const shipment = current();
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
  const { phase } = current();
  if (phase === "starting") return start();
  return act(phase, runSteps);
}

/** Do something that a cancel ends silently and a problem stops where it can be taken up again. */
async function act(stoppedAt, work) {
  ending = new AbortController();
  const { signal } = ending;
  try {
    return await work(signal);
  } catch (error) {
    if (signal.aborted) return null;
    set({ phase: "stopped", stoppedAt, problem: plainProblem(error) });
    if (!(error instanceof Problem)) throw error;
    return null;
  }
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

function plainProblem({ status, code, message, advice, subject, problems, requestId, retryable }) {
  return { status, code, message, advice, subject, problems, requestId, retryable };
}
