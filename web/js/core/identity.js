/** The identity provider: where people sign in here, and how its codes become tokens (OAuth code flow with PKCE). */

const ATTEMPT = "dailies.attempt.";
const ANSWER_MS = 30_000;
let place = null;

/** Read how people sign in here; what the place does not say, its issuer does. */
export async function loadPlace() {
  const said = await readJson("gallery/settings.json");
  if (!said?.client_id) return;
  const found = said.token_endpoint ? {} : await readJson(`${said.issuer}/.well-known/openid-configuration`);
  place = { ...found, ...said };
}

/** Whether it is known how people sign in. */
export const knowsPlace = () => Boolean(place?.authorization_endpoint && place.token_endpoint);

/** Begin a sign-in; gives the address to go to. `kept` comes back with the answer. */
export async function beginSignIn(kept) {
  const attempt = { ...kept, verifier: randomText(48) };
  const state = randomText(16);
  localStorage.setItem(ATTEMPT + state, JSON.stringify(attempt));
  const query = new URLSearchParams({
    response_type: "code",
    client_id: place.client_id,
    redirect_uri: returnAddress(),
    scope: place.scope,
    state,
    code_challenge: await digestText(attempt.verifier),
    code_challenge_method: "S256",
  });
  return `${place.authorization_endpoint}?${query}`;
}

/** End the sign-in that this answer belongs to; gives `{kept, tokens}`, tokens null where it failed, or null for none. */
export async function endSignIn(answer) {
  const key = ATTEMPT + answer.get("state");
  const attempt = JSON.parse(localStorage.getItem(key) ?? "null");
  localStorage.removeItem(key);
  if (!attempt) return null;
  const { verifier, ...kept } = attempt;
  const form = { grant_type: "authorization_code", code: answer.get("code"), code_verifier: verifier };
  const tokens = form.code ? await askForTokens({ ...form, redirect_uri: returnAddress() }) : null;
  return { kept, tokens };
}

/** Get a new access token; null where the provider wants the person again. */
export async function refreshTokens(refreshToken) {
  const tokens = await askForTokens({ grant_type: "refresh_token", refresh_token: refreshToken });
  // A provider that does not rotate refresh tokens does not repeat them either.
  return tokens && { refresh_token: refreshToken, ...tokens };
}

/** The address that ends the provider's own session; null where there is none to end. */
export function signOutAddress() {
  if (!place?.end_session_endpoint) return null;
  const query = { client_id: place.client_id, logout_uri: returnAddress() };
  return `${place.end_session_endpoint}?${new URLSearchParams(query)}`;
}

async function askForTokens(form) {
  const body = new URLSearchParams({ ...form, client_id: place.client_id });
  try {
    const options = { method: "POST", body, credentials: "omit", signal: AbortSignal.timeout(ANSWER_MS) };
    const response = await fetch(place.token_endpoint, options);
    if (!response.ok) return null;
    const { access_token, refresh_token } = await response.json();
    return access_token ? { access_token, ...(refresh_token ? { refresh_token } : {}) } : null;
  } catch {
    return null;
  }
}

async function readJson(address) {
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(ANSWER_MS) });
    return response.ok ? await response.json() : null;
  } catch {
    return null;
  }
}

const returnAddress = () => `${location.origin}/`;

const randomText = (bytes) => toText(crypto.getRandomValues(new Uint8Array(bytes)));

const digestText = async (text) =>
  toText(new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));

const toText = (bytes) =>
  btoa(String.fromCharCode(...bytes)).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
