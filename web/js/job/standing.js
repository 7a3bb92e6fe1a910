/** Where a job stands, worked out of what the API says of it: what is open, and what can be done. */

const OPEN_TASKS = ["pending", "running", "paused", "cancelling"];
const WORK = ["pending", "queued", "running", "waiting"];

/** `openTasks`; `isOpen`: something goes on by itself; `canPause`, `canResume`, `canCancel`, `canRetry`. */
export function standing(job) {
  const openTasks = (job.tasks ?? []).filter(({ status }) => OPEN_TASKS.includes(status));
  const isOpen = openTasks.length > 0 || job.status === "running";
  const isGenerating = job.active_task !== null;
  return {
    openTasks,
    isOpen,
    working: WORK.reduce((sum, name) => sum + job.counts[name], 0),
    canPause: isOpen && !job.paused,
    canResume: Boolean(job.paused),
    canCancel: isOpen && (openTasks.length === 0 || openTasks.some(({ status }) => status !== "cancelling")),
    canRetry: !isGenerating,
  };
}

/** The state to show: a pause is more to the point than what it holds up. */
export const shownStatus = (job) => (job.paused ? "paused" : job.status);

/** The tone of a state's chip. */
export const toneOf = (job) => TONES[shownStatus(job)];

const TONES = { running: "info", blocked: "warn", paused: "warn", done: "good", failed: "bad" };
