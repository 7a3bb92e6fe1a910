/** Who is signed in: a token kept for this tab alone, and the promise that requests wait on when it no longer holds. */
import { signedOut } from "./connection.js";

const KEY = "dailies.token";
let settings = { auth: "none" };
let renewal = null;

/** Read how people sign in here. */
export async function loadSettings() {
  const response = await fetch("gallery/settings.json");
  if (response.ok) settings = await response.json();
}

/** Whether the API takes a token here at all. */
export function takesToken() {
  return settings.auth === "jwt";
}

/** The headers that say who asks. */
export function authorization() {
  const token = sessionStorage.getItem(KEY);
  return token ? { authorization: `Bearer ${token}` } : {};
}

/** Wait until somebody has signed in again; all that wait share one sign-in. */
export function awaitSignIn() {
  if (!renewal) renewal = Promise.withResolvers();
  signedOut();
  return renewal.promise;
}

/** Take a new token, or none where the API takes none, and let everything that waited go on. */
export function signIn(token) {
  if (token) sessionStorage.setItem(KEY, token.trim());
  renewal?.resolve();
  renewal = null;
}
