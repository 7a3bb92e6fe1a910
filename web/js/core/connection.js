/** How well the API can be reached, for the banner; and the wait before another try, which a person may cut short. */
import { createStore } from "./store.js";

/** `state`: ok | offline | failing | busy | signed-out; `retryAt`: milliseconds since 1970, of the next try. */
export const connection = createStore({ state: "ok", retryAt: 0 });

const sleepers = new Set();

/** Note that a request was answered. */
export function reached() {
  connection.set({ state: "ok", retryAt: 0 });
}

/** Note a problem that passes, and wait until the next try is due; rejects when `signal` aborts. */
export function waitOut(problem, delayMs, signal) {
  connection.set({ state: stateOf(problem), retryAt: Date.now() + delayMs });
  return sleep(delayMs, signal);
}

/** Note a problem that nobody waits out. */
export function gaveUp(problem) {
  connection.set({ state: stateOf(problem), retryAt: 0 });
}

/** Note that a person must sign in. */
export function signedOut() {
  connection.set({ state: "signed-out", retryAt: 0 });
}

/** Try now whatever waits. */
export function tryNow() {
  for (const wake of [...sleepers]) wake();
}

/** Wait; `tryNow` and the network's return end it early. */
export function sleep(delayMs, signal) {
  return new Promise((resolve, reject) => {
    const end = (settle, value) => {
      clearTimeout(timer);
      sleepers.delete(wake);
      signal?.removeEventListener("abort", abort);
      settle(value);
    };
    const wake = () => end(resolve);
    const abort = () => end(reject, signal.reason);
    const timer = setTimeout(wake, delayMs);
    sleepers.add(wake);
    if (signal?.aborted) abort();
    else signal?.addEventListener("abort", abort);
  });
}

function stateOf(problem) {
  if (!navigator.onLine) return "offline";
  return problem.status === 429 ? "busy" : "failing";
}

addEventListener("online", () => {
  if (connection.get().state === "offline") reached();
  tryNow();
});
addEventListener("offline", () => connection.set({ state: "offline", retryAt: 0 }));
