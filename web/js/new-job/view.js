/** The page where a job is made: what goes in on the left, how it is made and what it costs on the right. */
import { say, toast } from "../core/announce.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { refresh } from "../core/refresh.js";
import { t } from "../core/words.js";
import { addView, catchDrops, catchPastes } from "./adding.js";
import { archivesView } from "./archives-view.js";
import { change, desk, learnPlace, openDesk, titleOf } from "./desk.js";
import { optionsView } from "./options-view.js";
import { forgetRemoved, rowsView } from "./rows-view.js";
import { follow, sendView } from "./send-view.js";
import { clear, resume } from "./sending.js";
import { sending } from "./shipment.js";

let opening = null;
let isReady = false;

/** Open the page; the desk itself is opened once and lives on when the page is left. */
export function open() {
  opening ??= prepare();
  const ending = new AbortController();
  catchDrops(ending.signal);
  catchPastes(ending.signal);
  return { title: () => t("new.title"), template: pageView, close: () => ending.abort() };
}

async function prepare() {
  const kept = await openDesk();
  // Not waited for: a job can be put together while the API is away.
  learnPlace().catch(() => {});
  desk.subscribe(refresh);
  sending.subscribe(refresh);
  addEventListener("beforeunload", warnOfLoss);
  isReady = true;
  refresh();
  follow(await resume(kept));
}

function warnOfLoss(event) {
  const { rows, archives, isKept } = desk.get();
  if (!isKept && rows.length + archives.length > 0) event.preventDefault();
}

function pageView() {
  if (!isReady) return html`<p class="page-loading">${t("shell.loading")}</p>`;
  const draft = desk.get();
  const { shipment } = sending.get();
  const isEmpty = draft.rows.length === 0 && draft.archives.length === 0;
  return html`<div class="new-job">
    <div class="new-main">
      ${headView(draft, isEmpty, shipment !== null)}
      ${draft.isKept || isEmpty ? nothing : html`<p class="notice" data-tone="warn">${icon("warning")}${t("new.not_kept")}</p>`}
      <fieldset class="new-work" ?disabled=${shipment !== null}>
        <legend class="visually-hidden">${t("new.work")}</legend>
        ${isEmpty ? addView({ isLarge: true }) : html`${sharedView(draft)}${archivesView(draft)}${rowsView(draft, shipment)}${addView({ isLarge: false })}`}
      </fieldset>
    </div>
    <aside class="new-side" aria-label=${t("new.settings")}>
      <div class="new-options" tabindex="-1">
        <fieldset ?disabled=${shipment !== null}>
          <legend class="visually-hidden">${t("new.options")}</legend>
          ${optionsView(draft)}
        </fieldset>
      </div>
      ${sendView(draft, shipment)}
    </aside>
  </div>`;
}

function headView(draft, isEmpty, isLocked) {
  return html`<div class="page-head">
    <h1>${t("new.title")}</h1>
    ${isEmpty
      ? nothing
      : html`<label class="new-title">
            <span class="visually-hidden">${t("new.name")}</span>
            <input class="input" maxlength="120" .value=${draft.title} placeholder=${titleOf(draft)} ?disabled=${isLocked}
              @input=${(event) => change({ title: event.target.value })} />
          </label>
          <div class="end">
            <label class="check">
              <input type="checkbox" .checked=${draft.shared.on} ?disabled=${isLocked} @change=${toggleShared} />
              ${t("new.one_for_all")}
            </label>
            <button class="button plain" ?disabled=${isLocked} @click=${clearAll}>${icon("trash")}${t("new.clear")}</button>
          </div>`}
  </div>`;
}

function sharedView({ shared }) {
  if (!shared.on) return nothing;
  return html`<div class="field shared-prompt">
    <label for="shared">${t("new.shared")}</label>
    <textarea id="shared" class="textarea" rows="2" dir="auto" .value=${shared.text} placeholder=${t("new.prompt_placeholder")}
      @input=${(event) => change({ shared: { on: true, text: event.target.value } })}></textarea>
  </div>`;
}

function toggleShared(event) {
  const { shared } = desk.get();
  change({ shared: { ...shared, on: event.target.checked } });
}

async function clearAll() {
  forgetRemoved();
  await clear();
  say(t("new.cleared"));
  toast(t("new.cleared"));
}
