// Talks to the site's own server; a lost session leads to /about.
export class Refused extends Error {
  constructor(failure) {
    super(failure.detail ?? "Something went wrong");
    this.code = failure.code;
  }
}

const leave = () => location.assign(location.pathname.startsWith("/fx/") ? "/fx/tools/flow/about" : "/about");

async function ask(method, path, body, type) {
  const headers = body === undefined ? {} : { "Content-Type": type };
  const answer = await fetch(path, { method, body, headers });
  if (answer.status === 401) {
    leave();
    return new Promise(() => {});
  }
  const value = await answer.json();
  if (!answer.ok) throw new Refused(value);
  return value;
}

export const get = (path) => ask("GET", path);
export const remove = (path) => ask("DELETE", path);
export const post = (path, value = {}) => ask("POST", path, JSON.stringify(value), "application/json");
export const put = (path, value) => ask("PUT", path, JSON.stringify(value), "application/json");
export const send = (path, file) => ask("POST", path, file, "application/octet-stream");

// A session is the cookie and this marker together: a browser that kept one of them is signed out.
const MARKER = "flow.marker";

export function keepMarker(account) {
  localStorage.setItem(MARKER, account.marker);
}

export function checkMarker(account) {
  if (localStorage.getItem(MARKER) === account.marker) return true;
  leave();
  return false;
}
