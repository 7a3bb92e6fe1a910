/** The address is the state: `#/path?query` names the page, what is filtered and what is chosen. */
import { createStore } from "./store.js";

/** `path` as text, `query` as URLSearchParams. */
export const location = createStore(read());

/** Go to a path such as `/jobs/ID`, with a query as an object. */
export function navigate(path, query = {}, { replace = false } = {}) {
  const params = new URLSearchParams(Object.entries(query).filter(([, value]) => value !== null && value !== ""));
  const text = params.toString();
  write(`#${path}${text ? `?${text}` : ""}`, replace);
}

/** Change parts of the query and stay on the page; null removes one. A step back undoes it unless `replace`. */
export function setQuery(changes, { replace = true } = {}) {
  const { path, query } = location.get();
  navigate(path, { ...Object.fromEntries(query), ...changes }, { replace });
}

/** The address of a path, for links. */
export const href = (path, query) => `#${path}${query ? `?${new URLSearchParams(query)}` : ""}`;

/** Match `/jobs/:id` with a path; gives the parameters, or null. */
export function match(pattern, path) {
  const wanted = pattern.split("/");
  const given = path.split("/");
  if (wanted.length !== given.length) return null;
  const params = {};
  for (const [place, part] of wanted.entries()) {
    if (part.startsWith(":")) params[part.slice(1)] = decoded(given[place]);
    else if (part !== given[place]) return null;
  }
  return params;
}

function write(hash, replace) {
  if (hash === globalThis.location.hash) return;
  if (replace) history.replaceState(null, "", hash);
  else history.pushState(null, "", hash);
  location.set(read());
}

function read() {
  const [path, query = ""] = globalThis.location.hash.replace(/^#/, "").split("?");
  return { path: path || "/", query: new URLSearchParams(query) };
}

function decoded(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

addEventListener("hashchange", () => location.set(read()));
addEventListener("popstate", () => location.set(read()));
