/** The public API: JSON, problems as errors, and patience with everything that passes by itself. */
import { gaveUp, reached, waitOut } from "./connection.js";
import { language } from "./words.js";
import { Problem } from "./problem.js";
import { accessToken, awaitSignIn } from "./session.js";

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 15_000;
const BRIEF_TRIES = 3;
const ANSWER_MS = 40_000;

/** Read; `etag` of the answer before gives `{unchanged: true}` where nothing changed. */
export const get = (path, options = {}) => request("GET", path, options);

/** Act; the same `key` (made up when not given) goes with every try, so that the act happens once. */
export const post = (path, body, options = {}) =>
  request("POST", path, { ...options, body, key: options.key ?? crypto.randomUUID() });

/** Set. */
export const put = (path, body, options = {}) => request("PUT", path, { ...options, body });

/** Change some of it. */
export const patch = (path, body, options = {}) => request("PATCH", path, { ...options, body });

/** Delete. */
export const remove = (path, options = {}) => request("DELETE", path, options);

/**
 * Ask the API; gives `{data, etag, unchanged}` or throws a Problem.
 * With `patient` it tries until `signal` aborts: for what goes on by itself, such as uploads and polling.
 * Without, a few tries are made and then the person who asked is told.
 */
export async function request(method, path, options = {}) {
  for (let tries = 1; ; tries += 1) {
    const token = accessToken();
    try {
      const answer = await tryOnce(method, path, { ...options, token });
      reached();
      return answer;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.isSignedOut) await untilSignedIn(token, options.signal);
      else if (!error.isPassing) throw reachedYet(error);
      else if (!options.patient && tries >= BRIEF_TRIES) throw givenUp(error);
      else await waitOut(error, delayOf(error, tries), options.signal);
    }
  }
}

/** The wait before the next try, in milliseconds. */
export function delayOf(problem, tries) {
  const backoff = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (tries - 1));
  return Math.max(backoff, problem.retryAfterSeconds * 1000);
}

async function tryOnce(method, path, { body, key, etag, query, signal, token }) {
  const response = await send(method, withQuery(path, query), {
    body: body === undefined ? undefined : JSON.stringify(body),
    headers: {
      ...(body === undefined ? {} : { "content-type": "application/json" }),
      ...(key ? { "idempotency-key": key } : {}),
      ...(etag ? { "if-none-match": etag } : {}),
      "accept-language": language(),
      ...(token ? { authorization: `Bearer ${token}` } : {}),
    },
    signal,
  });
  if (response.status === 304) return { unchanged: true, etag, data: null };
  if (!response.ok) throw await Problem.of(response);
  const data = response.status === 204 ? null : await response.json();
  return { data, etag: response.headers.get("etag"), unchanged: false };
}

async function send(method, url, { signal, ...rest }) {
  const limit = AbortSignal.timeout(ANSWER_MS);
  try {
    return await fetch(url, {
      method,
      // The ETag is ours to keep: a browser's own cache would answer 200 for a 304.
      cache: "no-store",
      signal: signal ? AbortSignal.any([signal, limit]) : limit,
      ...rest,
    });
  } catch (error) {
    if (signal?.aborted) throw signal.reason;
    throw new Problem(0, { detail: String(error?.message ?? error) });
  }
}

function withQuery(path, query = {}) {
  const given = Object.entries(query).filter(([, value]) => value !== null && value !== undefined);
  return given.length ? `${path}?${new URLSearchParams(given)}` : path;
}

async function untilSignedIn(refused, signal) {
  const aborted = signal && new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  await Promise.race([awaitSignIn(refused), aborted].filter(Boolean));
}

function reachedYet(error) {
  reached();
  return error;
}

function givenUp(error) {
  gaveUp(error);
  return error;
}
