/** Polling with ETags: quick while something moves and the tab is seen, slow otherwise, one request at a time. */
import { get } from "./api.js";
import { sleep } from "./connection.js";

const QUICK_MS = 2000;
const SLOW_MS = 15_000;
const GROWTH = 1.5;

/**
 * Read `path` again and again until the given function is called.
 * `onData(data)` comes for each changed answer; `isMoving(data)` decides about the pace; `onProblem` ends it.
 */
export function poll(path, { query, onData, isMoving = () => true, onProblem = () => {}, quickMs = QUICK_MS }) {
  const ending = new AbortController();
  const { signal } = ending;

  async function run() {
    let etag = null;
    let data = null;
    let waitMs = quickMs;
    while (!signal.aborted) {
      await untilSeen(signal);
      const answer = await get(path, { query, etag, signal, patient: true });
      if (!answer.unchanged) {
        ({ data, etag } = answer);
        onData(data);
      }
      waitMs = isMoving(data) || !answer.unchanged ? quickMs : Math.min(SLOW_MS, waitMs * GROWTH);
      await sleep(waitMs, signal);
    }
  }

  run().catch((error) => {
    if (!signal.aborted) onProblem(error);
  });
  return () => ending.abort();
}

function untilSeen(signal) {
  if (!document.hidden) return Promise.resolve();
  return new Promise((resolve, reject) => {
    document.addEventListener("visibilitychange", () => resolve(), { once: true, signal });
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
