/** Who is signed in: tokens kept for this tab alone, and the promise that requests wait on when they no longer hold. */
import { signedOut } from "./connection.js";
import { beginSignIn, endSignIn, knowsPlace, loadPlace, refreshTokens, signOutAddress } from "./identity.js";

const KEY = "dailies.tokens";
const POPUP = "popup,width=480,height=680";
const channel = new BroadcastChannel("dailies.sign-in");
let renewal = null;
let renewed = null;

/** Find out who is here, before anything is asked of the API; leaves for the sign-in page where nobody is. */
export async function openSession() {
  await loadPlace();
  const answer = new URLSearchParams(location.search);
  if (answer.has("state")) await comeBack(answer);
  else if (!held() && knowsPlace()) await leaveForSignIn();
}

/** The access token, or null. */
export const accessToken = () => held()?.access_token ?? null;

/** Wait until there is another token than the refused one: refreshed by itself, or after a person signed in again. */
export function awaitSignIn(refused) {
  if (accessToken() !== refused && accessToken()) return Promise.resolve();
  if (!renewal) {
    renewal = Promise.withResolvers();
    void renew(refused);
  }
  return renewal.promise;
}

/** Let a person sign in beside the page, so that nothing typed is lost; then everything that waited goes on. */
export async function signIn() {
  if (!knowsPlace()) await loadPlace();
  if (!knowsPlace()) {
    goOn();
    return;
  }
  const address = await beginSignIn({ hash: location.hash, isBeside: true });
  if (!window.open(address, "_blank", POPUP)) location.assign(address);
}

/** Whether signing out means anything here. */
export const canSignOut = () => Boolean(held() && signOutAddress());

/** Forget the tokens and end the provider's session. */
export function signOut() {
  sessionStorage.removeItem(KEY);
  location.assign(signOutAddress());
}

async function comeBack(answer) {
  const ended = await endSignIn(answer);
  history.replaceState(null, "", `${location.pathname}${ended?.kept.hash ?? location.hash}`);
  dispatchEvent(new HashChangeEvent("hashchange")); // replaceState tells nobody, and the page was read before
  if (!ended?.tokens) {
    if (!held()) signedOut();
    return;
  }
  take(ended.tokens);
  if (!ended.kept.isBeside) return;
  channel.postMessage(ended.tokens);
  window.close();
}

async function leaveForSignIn() {
  location.replace(await beginSignIn({ hash: location.hash }));
  await new Promise(() => {}); // the page is on its way out
}

async function renew(refused) {
  // A token that was just made and is refused will not be mended by making another.
  const mayRefresh = knowsPlace() && held()?.refresh_token && refused !== renewed;
  const tokens = mayRefresh ? await refreshTokens(held().refresh_token) : null;
  if (!tokens) {
    signedOut();
    return;
  }
  renewed = tokens.access_token;
  take(tokens);
}

function take(tokens) {
  sessionStorage.setItem(KEY, JSON.stringify(tokens));
  goOn();
}

function goOn() {
  renewal?.resolve();
  renewal = null;
}

function held() {
  try {
    return JSON.parse(sessionStorage.getItem(KEY));
  } catch {
    return null;
  }
}

channel.addEventListener("message", (event) => {
  if (renewal) take(event.data);
});
