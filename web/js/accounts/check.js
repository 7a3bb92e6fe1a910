/** Checks of an account: asking for one, waiting for what it finds, showing where it stopped. */
import { get, post } from "../core/api.js";
import { sleep } from "../core/connection.js";
import { html, nothing } from "../core/html.js";
import { t } from "../core/words.js";
import { failureView } from "../takes/failure.js";

const CHECK_MS = 1500;
/** Links live 15 minutes. */
const FRESH_MS = 600_000;
const SIGNED_OUT = ["session_expired", "sign_in_challenge"];
const PICTURE = "screenshot.png";

/** Check an account; gives what was found, or null where the check ended without saying anything. */
export async function runCheck(name, signal) {
  const { data: asked } = await post(pathOf(name), undefined, { signal });
  let found;
  do {
    await sleep(CHECK_MS, signal);
    found = await readCheck(name, signal);
  } while (found.under_way);
  return Date.parse(found.checked_at) >= Date.parse(asked.asked_at) ? found : null;
}

/** Read what the last check found. */
export async function readCheck(name, signal) {
  const { data } = await get(pathOf(name), { signal, patient: true });
  return { ...data, readAt: Date.now() };
}

/** Whether there is more to know of an account's last check than `known`, which was read before if at all. */
export function isToBeRead({ check }, known) {
  if (!check || check.passed) return false;
  return known?.checked_at !== check.checked_at || Date.now() - known.readAt > FRESH_MS;
}

/** What a check found, in a sentence. */
export function resultText(name, found) {
  if (!found) return t("session.check.none", { name });
  if (found.passed) return t("session.check.passed", { name });
  if (SIGNED_OUT.includes(found.failure?.code)) return t("session.check.sign_in", { name });
  return t("session.check.stopped", { name, step: found.step ?? "?" });
}

/** Why a check stopped and what the site looked like then; `isTold` = the account says why already. */
export function stoppedView({ failure, evidence }, { isTold }) {
  const picture = evidence.find(({ name }) => name === PICTURE);
  return html`
    ${failure && !isTold ? html`<div>${failureView(failure, { isPriced: false })}</div>` : nothing}
    ${picture
      ? html`<a class="check-picture" href=${picture.url} target="_blank" rel="noopener">
          <img src=${picture.url} alt=${t("session.picture")} />
        </a>`
      : nothing}
  `;
}

const pathOf = (name) => `/api/accounts/${name}/check`;
