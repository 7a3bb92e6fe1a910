/** Sending one file to its slot: by a form, by PUT, or part by part; what broke off is sent again, not the whole. */
import { delayOf } from "../core/api.js";
import { gaveUp, reached, waitOut } from "../core/connection.js";
import { Problem } from "../core/problem.js";

const SILENCE_MS = 60_000;
const MOST_RENEWALS = 3;

/**
 * Send a file. `slot()` gives its current links and `renew()` fetches fresh ones when they have expired.
 * `etags` holds the parts that arrived before; `onPart(number, etag)` is told of each, `onBytes(count)` of progress.
 * Gives the ETags in order, for a file in parts.
 */
export async function sendFile(blob, { slot, renew, etags = {}, onPart = () => {}, onBytes, signal }) {
  const { method } = slot();
  if (method !== "MULTIPART") {
    await persist(() => sendWhole(slot(), blob, onBytes, signal), { renew, signal });
    onBytes(blob.size);
    return [];
  }
  const { part_bytes: partBytes, parts } = slot();
  const sent = { ...etags };
  for (let number = 1; number <= parts.length; number += 1) {
    const start = (number - 1) * partBytes;
    const part = blob.slice(start, start + partBytes);
    if (!sent[number]) {
      const onPartBytes = (count) => onBytes(start + count);
      const answer = await persist(() => sendPart(slot().parts[number - 1], part, onPartBytes, signal), { renew, signal });
      sent[number] = answer.etag;
      onPart(number, answer.etag);
    }
    onBytes(start + part.size);
  }
  return parts.map((_, place) => sent[place + 1]);
}

/** Try until it is done: waits out what passes, renews links that have expired, throws the rest. */
async function persist(act, { renew, signal }) {
  let renewals = 0;
  for (let tries = 1; ; tries += 1) {
    try {
      const answer = await act();
      reached();
      return answer;
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      if (error.status === 403 && renewals < MOST_RENEWALS) {
        renewals += 1;
        await renew();
      } else if (error.isPassing) await waitOut(error, delayOf(error, tries), signal);
      else {
        gaveUp(error);
        throw error;
      }
    }
  }
}

function sendWhole({ method, url, fields }, blob, onBytes, signal) {
  if (method === "PUT") return send("PUT", url, blob, { headers: fields, onBytes, signal });
  const form = new FormData();
  for (const [name, value] of Object.entries(fields)) form.append(name, value);
  form.append("file", blob);
  return send("POST", url, form, { onBytes, signal });
}

const sendPart = (url, part, onBytes, signal) => send("PUT", url, part, { onBytes, signal });

/** One request; only XMLHttpRequest tells how much of a body has left. */
function send(method, url, body, { headers = {}, onBytes, signal }) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    let silence = null;
    const heard = () => {
      clearTimeout(silence);
      silence = setTimeout(() => request.abort(), SILENCE_MS);
    };
    const abort = () => request.abort();
    const end = (settle, value) => {
      clearTimeout(silence);
      signal?.removeEventListener("abort", abort);
      settle(value);
    };
    request.upload.onprogress = ({ loaded }) => {
      heard();
      onBytes(loaded);
    };
    request.onload = () => {
      const { status } = request;
      if (status >= 200 && status < 300) end(resolve, { etag: request.getResponseHeader("etag") });
      else end(reject, new Problem(status, { code: "upload_refused" }, Number(request.getResponseHeader("retry-after")) || 0));
    };
    request.onerror = () => end(reject, new Problem(0));
    request.onabort = () => end(reject, signal?.aborted ? signal.reason : new Problem(0));
    if (signal?.aborted) return end(reject, signal.reason);
    signal?.addEventListener("abort", abort);
    request.open(method, url);
    for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
    heard();
    return request.send(body);
  });
}
