/** One job in the list: its name, how far it is, its priority, and what can be done with it. */
import { ago, percent } from "../core/format.js";
import { html, nothing } from "../core/html.js";
import { icon } from "../core/icons.js";
import { href } from "../core/router.js";
import { t } from "../core/words.js";
import { cancel, pause, prioritise, resume } from "../job/actions.js";
import { shownStatus, standing, toneOf } from "../job/standing.js";

/** The steps offered; the API takes any number up to 9999. */
const PRIORITIES = [0, 100, 1000];
const TROUBLE = ["waiting", "blocked", "failed"];

/** A row; `tasks` are the job's open ones. */
export function rowView(job, tasks) {
  const can = standing({ ...job, tasks });
  const live = tasks.find(({ kind }) => kind === "generate");
  const counts = live?.counts.total ? { ...job.counts, ...live.counts } : job.counts;
  return html`<li class="queue-row" data-testid="job" data-job=${job.job_id}>
    <div class="queue-name">
      <a class="queue-link truncate" href=${href(`/jobs/${job.job_id}`)}>${job.title}</a>
      <span class="faint">${ago(job.created_at)}</span>
    </div>
    <div class="queue-state">
      <span class="chip" data-tone=${toneOf(job) ?? nothing}>${t(`job.status.${shownStatus(job)}`)}</span>
      ${tasks.filter(({ kind }) => kind !== "generate").map(
        ({ kind, progress }) => html`<span class="chip" data-tone="info">${t(`queue.task.${kind}`)} ${percent((progress ?? 0) / 100)}</span>`,
      )}
    </div>
    <div class="queue-progress">
      ${counts.total
        ? html`<progress class="progress" max="100" .value=${live?.progress ?? job.progress ?? 0} data-tone=${can.isOpen ? nothing : "good"}
              aria-label=${t("job.progress")}></progress>
            <span class="faint figures">${t("queue.done", { done: counts.succeeded, count: counts.total })}${troubleText(counts)}</span>`
        : html`<span class="faint">${t("queue.nothing_started")}</span>`}
    </div>
    <div class="queue-acts">${can.isOpen ? openActs(job, can) : nothing}</div>
  </li>`;
}

const troubleText = (counts) =>
  TROUBLE.filter((name) => counts[name] > 0)
    .map((name) => ` · ${t(`job.count.${name}`, { count: counts[name] })}`)
    .join("");

function openActs(job, can) {
  const steps = [...new Set([...PRIORITIES, job.priority])].sort((one, other) => one - other);
  return html`
    <select class="select small" aria-label=${t("queue.priority_of", { title: job.title })} title=${t("queue.priority")}
      @change=${(event) => prioritise(job, Number(event.target.value))}>
      ${steps.map((step) => html`<option value=${step} ?selected=${step === job.priority}>${priorityText(step)}</option>`)}
    </select>
    ${can.canResume
      ? iconButton("play", t("job.resume"), () => resume(job))
      : iconButton("pause", t("job.pause"), () => pause(job), !can.canPause)}
    ${iconButton("cancel", t("job.cancel"), () => cancel(job), !can.canCancel)}
  `;
}

const priorityText = (step) => (PRIORITIES.includes(step) ? t(`queue.priority.${step}`) : t("queue.priority.other", { step }));

const iconButton = (name, words, act, isDisabled = false) =>
  html`<button class="icon-button small" aria-label=${words} title=${words} ?disabled=${isDisabled} @click=${act}>${icon(name)}</button>`;
