/** The session page: the accounts of the generating site, whether each can be worked with, and what to do if not. */
import { toast } from "../core/announce.js";
import { get, post } from "../core/api.js";
import { sleep } from "../core/connection.js";
import { ago, moment, number } from "../core/format.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { poll } from "../core/poll.js";
import { refresh } from "../core/refresh.js";
import { t } from "../core/words.js";
import { failureView } from "../takes/failure.js";

const CHECK_MS = 1500;

/** Open the page. */
export function open() {
  const ending = new AbortController();
  const checking = new Set();
  let list = null;
  let problem = null;
  const stop = poll("/api/accounts", {
    isMoving: () => checking.size > 0,
    onData(data) {
      list = data;
      refresh();
    },
    onProblem(error) {
      problem = error;
      refresh();
    },
  });

  async function check(name) {
    checking.add(name);
    refresh();
    try {
      await post(`/api/accounts/${name}/check`);
      let found;
      do {
        await sleep(CHECK_MS, ending.signal);
        found = (await get(`/api/accounts/${name}/check`, { signal: ending.signal, patient: true })).data;
      } while (found.under_way);
      toast(t(found.passed ? "session.check.passed" : "session.check.failed", { name }), { tone: found.passed ? "good" : "bad" });
      list = (await get("/api/accounts", { signal: ending.signal })).data;
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
      ${list ? html`<ul class="accounts">${list.accounts.map((account) => accountView(account, { isChecking: checking.has(account.name), check }))}</ul>` : skeleton(problem)}
    `,
    close() {
      stop();
      ending.abort();
    },
  };
}

const skeleton = (problem) => (problem ? nothing : html`<div class="skeleton timeline-skeleton"></div>`);

function accountView(account, { isChecking, check }) {
  const isReady = account.state === "ready";
  return html`<li class="panel account" data-testid="account" data-state=${account.state}>
    <div class="account-head">
      <span class="account-icon">${icon("user")}</span>
      <h2>${account.name}</h2>
      <span class="chip" data-tone=${isReady ? "good" : "warn"}>${t(`session.state.${account.state}`)}</span>
      <button class="button small account-check" ?disabled=${isChecking} @click=${() => check(account.name)}>
        ${icon("retry")}${t(isChecking ? "session.checking" : "session.check")}
      </button>
    </div>
    ${account.failure ? html`<div class="notice" data-tone="warn">${icon("warning")}<div>${failureView(account.failure, { isPriced: false })}</div></div>` : nothing}
    <dl class="facts">
      ${fact(t("session.signed_in"), sessionText(account.session))}
      ${fact(t("session.seen_alive"), when(account.session?.seen_alive_at))}
      ${fact(t("session.last_check"), checkText(account.check))}
      ${fact(t("session.at_once"), number(account.concurrency))}
      ${fact(t("session.daily"), account.daily_credits === null ? t("session.no_limit") : number(account.daily_credits))}
      ${fact(t("session.pack"), account.pack ?? "–")}
    </dl>
    ${isReady && account.session ? nothing : signInView(account)}
  </li>`;
}

const fact = (name, value) => html`<div><dt>${name}</dt><dd>${value}</dd></div>`;

const when = (at) => (at ? html`<time datetime=${at} title=${moment(at)}>${ago(at)}</time>` : "–");

function sessionText(session) {
  if (!session) return t("session.none");
  return html`${when(session.signed_in_at ?? session.saved_at)} ${session.signed_in_at ? t("session.by_person") : t("session.by_credentials")}`;
}

function checkText(check) {
  if (!check) return t("session.never");
  const result = check.passed ? t("session.passed") : t("session.stopped_at", { step: check.step ?? "?" });
  return html`${result} · ${when(check.checked_at)}`;
}

function signInView({ name, session }) {
  const command = `dailies session login ${name}`;
  const copy = () =>
    navigator.clipboard.writeText(command).then(
      () => toast(t("session.copied"), { tone: "good" }),
      () => {},
    );
  return html`<div class="sign-in">
    <h3>${t(session ? "session.again" : "session.first")}</h3>
    <p class="soft">${t("session.again.text")}</p>
    <div class="command"><code>${command}</code><button class="button small" @click=${copy}>${t("session.copy")}</button></div>
  </div>`;
}
