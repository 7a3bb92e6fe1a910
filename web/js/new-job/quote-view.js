/** The API's quote: what it costs at most, what is left of each limit, what stands against it, what may go wrong. */
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { prose } from "../core/prose.js";
import { t } from "../core/words.js";

const SHOWN_OPEN = 3;
const ABOUT_ITEMS = /^(trigger_|prompt_long|image_small|aspect_mismatch)/;

/** The quote; `areBeside` = what may go wrong with an item stands beside it already. */
export function quoteView(quote, { areBeside }) {
  return html`<div class="quote" data-testid="quote">
    <p class="quote-price figures">${priceText(quote)}</p>
    <p class="soft">${t("new.quote.for", { count: quote.clips, model: quote.model })}</p>
    ${quote.usd === null && quote.least_credits < quote.credits
      ? html`<p class="faint">${t("new.quote.least", { count: quote.least_credits })}</p>`
      : nothing}
    ${quote.failover ? html`<p class="faint">${failoverText(quote.failover)}</p>` : nothing}
    ${quote.caps.map(capView)}
    ${quote.refusals.map(({ detail, advice }) => noticeView("bad", detail, advice))}
    ${warningsView(quote, areBeside)}
  </div>`;
}

function priceText({ usd, credits }) {
  return usd === null ? t("new.quote.credits", { count: credits }) : t("new.quote.usd", { amount: usd });
}

function failoverText({ provider, usd, credits }) {
  const name = t(`new.provider.${provider}`);
  if (usd !== null) return t("new.quote.failover.usd", { provider: name, amount: usd });
  return t("new.quote.failover.credits", { provider: name, count: credits });
}

function capView({ of, account, limit, left }) {
  return html`<p class="cap faint figures">
    <span>${t(`new.cap.${of}`, { account: account ?? "" })}</span><span>${t("new.cap.left", { left, limit })}</span>
  </p>`;
}

function warningsView({ warnings, warning_count: count }, areBeside) {
  if (count === 0) return html`<p class="notice" data-tone="good">${icon("check")}<span>${t("new.quote.clear")}</span></p>`;
  const others = areBeside ? warnings.filter(({ code }) => !ABOUT_ITEMS.test(code)) : warnings;
  const beside = count - others.length;
  return html`
    ${areBeside && beside ? html`<p class="faint">${t("new.quote.beside", { count: beside })}</p>` : nothing}
    ${others.length ? listView(others) : nothing}
  `;
}

function listView(warnings) {
  return html`<details class="quote-warnings" ?open=${warnings.length <= SHOWN_OPEN}>
    <summary>${t("new.quote.warnings", { count: warnings.length })}</summary>
    <ul>${warnings.map(({ detail, advice }) => html`<li>${noticeView("warn", detail, advice)}</li>`)}</ul>
  </details>`;
}

const noticeView = (tone, detail, advice) => html`<div class="notice" data-tone=${tone}>
  ${icon("warning")}
  <div><p>${detail}</p>${advice ? html`<p class="soft">${prose(advice)}</p>` : nothing}</div>
</div>`;
