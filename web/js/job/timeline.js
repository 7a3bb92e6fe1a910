/** What happened to a job, newest first. */
import { get } from "../core/api.js";
import { ago, moment } from "../core/format.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { refresh } from "../core/refresh.js";
import { hasWords, t } from "../core/words.js";

const PAGE = 200;
const SHOWN = 300;
const TONES = { failed: "bad", rejected: "bad", blocked: "warn", waiting: "warn", succeeded: "good", accepted: "good" };
const ICONS = { failed: "warning", rejected: "warning", blocked: "alert", waiting: "clock", succeeded: "check", accepted: "check" };

/** The timeline of a job; it is read when it is first shown. */
export function openTimeline(jobId) {
  const ending = new AbortController();
  let events = null;
  let cursor = null;
  let reading = null;

  async function readOn() {
    do {
      const { data } = await get(`/api/jobs/${jobId}/timeline`, {
        query: { limit: PAGE, cursor },
        signal: ending.signal,
        patient: true,
      });
      const known = new Set((events ?? []).map(keyOf));
      events = [...(events ?? []), ...data.events.filter((event) => !known.has(keyOf(event)))];
      if (!data.next_cursor) break;
      cursor = data.next_cursor;
    } while (!ending.signal.aborted);
    refresh();
  }

  function open() {
    reading ??= readOn()
      .catch(() => (events ??= []))
      .finally(() => (reading = null));
  }

  return {
    open,
    /** Read on where it is shown already. */
    mayHaveGrown: () => events && open(),
    template() {
      if (!events) {
        open();
        return html`<div class="skeleton timeline-skeleton"></div>`;
      }
      const shown = events.toReversed().slice(0, SHOWN);
      return html`<ol class="timeline panel" aria-label=${t("job.tab.timeline")}>${shown.map(eventView)}</ol>`;
    },
    close: () => ending.abort(),
  };
}

const keyOf = ({ at, event, subject }) => `${at} ${event} ${subject}`;

function eventView({ at, event, subject, failure }) {
  const outcome = event.split(".").at(-1);
  const key = `event.${event}`;
  return html`<li class="event" data-tone=${TONES[outcome] ?? nothing}>
    <span class="event-mark">${icon(ICONS[outcome] ?? "info")}</span>
    <div class="event-words">
      <p>${hasWords(key) ? t(key, { subject: subjectOf(subject) }) : `${event} ${subjectOf(subject)}`}</p>
      ${failure ? html`<p class="soft">${failure.detail}</p>` : nothing}
    </div>
    <time class="faint figures" datetime=${at} title=${moment(at)}>${ago(at)}</time>
  </li>`;
}

/** The part of an id that people know: the number of an item, of a take, of a task. */
function subjectOf(id) {
  const [, ...parts] = id.split("-");
  if (/^\d{5}$/.test(parts[0] ?? "")) return [Number(parts[0]), ...parts.slice(2)].join(".");
  return parts.at(-1) ?? "";
}
