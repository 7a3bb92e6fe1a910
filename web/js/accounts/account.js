/** One account: whether it can be worked with, what the last check found, and what to do if a person is needed. */
import { toast } from "../core/announce.js";
import { ago, moment, number } from "../core/format.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { t } from "../core/words.js";
import { failureView } from "../takes/failure.js";
import { stoppedView } from "./check.js";

/** Its panel; `finding` is what its last check found where that stopped, `check(name)` asks for another. */
export function accountView(account, { isChecking, finding, check }) {
  const isReady = account.state === "ready";
  const isStopped = finding && account.check?.passed === false;
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
    ${isStopped ? stoppedView(finding, { isTold: account.failure !== null }) : nothing}
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
