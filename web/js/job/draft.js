/** A job that was never started: what was sent, and the verdict on each file. */
import { toast } from "../core/announce.js";
import { post } from "../core/api.js";
import { tryNow } from "../core/connection.js";
import { confirm } from "../core/dialog.js";
import { bytes } from "../core/format.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { inOneBreath } from "../core/prose.js";
import { t } from "../core/words.js";

const MARKS = { accepted: ["good", "check"], rejected: ["bad", "warning"], requested: ["info", "clock"] };

/** The files of a draft, and the way to start it. */
export const draftView = (job) => html`<section class="panel draft">
  <div class="draft-head">
    <div><h2>${t("draft.title")}</h2><p class="soft">${t("draft.text")}</p></div>
    <button class="button primary" ?disabled=${!job.uploads.some(({ status }) => status === "accepted")} @click=${() => start(job)}>
      ${icon("play")}${t("draft.start")}
    </button>
  </div>
  <ul>${job.uploads.toSorted(byName).map(uploadView)}</ul>
</section>`;

const byName = (one, other) => one.name.localeCompare(other.name, undefined, { numeric: true });

function uploadView({ name, size, status, failure }) {
  const [tone, mark] = MARKS[status];
  return html`<li class="draft-file">
    <span class="truncate">${name}</span><span class="faint figures">${bytes(size)}</span>
    <span class="chip" data-tone=${tone}>${icon(mark)}${t(`draft.${status}`)}</span>
    ${failure ? html`<p class="draft-failure">${failure.detail}</p>` : nothing}
  </li>`;
}

async function start(job) {
  const path = `/api/jobs/${job.job_id}/start`;
  try {
    const { data: quote } = await post(path, undefined, { query: { dry_run: true } });
    const price = quote.usd === null ? t("draft.credits", { count: quote.credits }) : `$${quote.usd}`;
    const refusals = quote.refusals.map(({ detail }) => detail).join(" ");
    if (!quote.allowed) return toast(refusals || t("draft.refused"), { tone: "bad" });
    const isSure = await confirm({ title: t("draft.start"), text: t("draft.sure", { count: quote.clips, price }), action: t("draft.start") });
    if (isSure) await post(path);
    return tryNow();
  } catch (error) {
    return toast(inOneBreath(error), { tone: "bad" });
  }
}
