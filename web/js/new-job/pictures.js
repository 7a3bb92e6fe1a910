/** Pictures looked at and made smaller in workers; a few at a time, in the order asked for. */
import { startWorker } from "../core/policy.js";

/** Longest side in pixels, most bytes, quality to begin with. */
export const PRESETS = {
  high: { side: 2560, bytes: 3_000_000, quality: 0.9 },
  default: { side: 1920, bytes: 1_000_000, quality: 0.8 },
  low: { side: 1280, bytes: 400_000, quality: 0.6 },
};

const MOST_WORKERS = 2;
const waiting = [];
const idle = [];
let started = 0;

/** The picture's size in pixels, upright, and a small copy: `{width, height, thumbnail}`; throws for what is none. */
export const look = (blob) => ask({ act: "look", blob });

/** A smaller picture: `{blob, width, height}`; `blob` is null where the file is small already. */
export const compress = (blob, preset) => ask({ act: "compress", blob, preset: PRESETS[preset] });

function ask(message) {
  return new Promise((resolve, reject) => {
    waiting.push({ message, resolve, reject });
    next();
  });
}

function next() {
  if (waiting.length === 0) return;
  const worker = idle.pop() ?? start();
  if (!worker) return;
  const { message, resolve, reject } = waiting.shift();
  const id = crypto.randomUUID();
  const end = (settle, value) => {
    worker.onmessage = null;
    worker.onerror = null;
    settle(value);
    next();
  };
  worker.onmessage = ({ data }) => {
    idle.push(worker);
    end(data.error ? reject : resolve, data.error ? new Error(data.error) : data.result);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    worker.terminate();
    started -= 1;
    end(reject, new Error(event.message));
  };
  worker.postMessage({ id, ...message });
}

function start() {
  const most = Math.min(MOST_WORKERS, Math.max(1, navigator.hardwareConcurrency - 1));
  if (started >= most) return null;
  started += 1;
  return startWorker(new URL("./picture-worker.js", import.meta.url).href);
}
