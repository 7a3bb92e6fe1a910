/** The session page: the accounts of the generating site, whether each can be worked with, and what to do if not. */
import { toast } from "../core/announce.js";
import { get } from "../core/api.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { poll } from "../core/poll.js";
import { refresh } from "../core/refresh.js";
import { t } from "../core/words.js";
import { accountView } from "./account.js";
import { isToBeRead, readCheck, resultText, runCheck } from "./check.js";

/** Ages and links grow old also where nothing changes. */
const TICK_MS = 15_000;

/** Open the page. */
export function open() {
  const ending = new AbortController();
  const checking = new Set();
  const findings = new Map();
  let list = null;
  let problem = null;
  const stop = poll("/api/accounts", {
    isMoving: () => checking.size > 0,
    onData: take,
    onProblem(error) {
      problem = error;
      refresh();
    },
  });

  const ticking = setInterval(() => list && take(list), TICK_MS);

  function take(data) {
    list = data;
    refresh();
    for (const account of data.accounts) if (isToBeRead(account, findings.get(account.name))) void look(account.name);
  }

  async function look(name) {
    try {
      findings.set(name, await readCheck(name, ending.signal));
      refresh();
    } catch {
      // The account says what is most important; the picture is missing.
    }
  }

  async function check(name) {
    checking.add(name);
    refresh();
    try {
      const found = await runCheck(name, ending.signal);
      toast(resultText(name, found), { tone: found?.passed ? "good" : "bad" });
      take((await get("/api/accounts", { signal: ending.signal })).data);
    } catch (error) {
      if (!ending.signal.aborted) toast(error.message, { tone: "bad" });
    }
    checking.delete(name);
    refresh();
  }

  return {
    title: () => t("session.title"),
    template: () => html`
      <div class="page-head"><h1>${t("session.title")}</h1></div>
      <p class="soft session-text">${t("session.text")}</p>
      ${problem ? html`<p class="notice page-notice" data-tone="bad" role="alert">${icon("warning")}<span>${problem.message}</span></p>` : nothing}
      ${list ? html`<ul class="accounts">${list.accounts.map((account) => accountView(account, { isChecking: checking.has(account.name), finding: findings.get(account.name), check }))}</ul>` : skeleton(problem)}
    `,
    close() {
      stop();
      clearInterval(ticking);
      ending.abort();
    },
  };
}

const skeleton = (problem) => (problem ? nothing : html`<div class="skeleton timeline-skeleton"></div>`);
