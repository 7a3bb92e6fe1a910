/** What can be done with a whole job. Each tells when it is done, and when it could not be. */
import { toast } from "../core/announce.js";
import { post, put, remove } from "../core/api.js";
import { tryNow } from "../core/connection.js";
import { confirm } from "../core/dialog.js";
import { inOneBreath } from "../core/prose.js";
import { navigate } from "../core/router.js";
import { t } from "../core/words.js";

/** Hold a job up: what is in work finishes, nothing new is begun. */
export const pause = (job) => attempt(() => post(`/api/jobs/${job.job_id}/pause`), "job.paused");

/** Let a paused job go on. */
export const resume = (job) => attempt(() => post(`/api/jobs/${job.job_id}/resume`), "job.resumed");

/** Generate again what failed, where that can help. */
export const retry = (job) => attempt(() => post(`/api/jobs/${job.job_id}/retry`), "job.retried");

/** Look for what was paid for and is not here; nothing is bought. */
export const recover = (job) => attempt(() => post(`/api/jobs/${job.job_id}/recover`), "job.recovering");

/** Let a job go before others, or after. */
export const prioritise = (job, priority) =>
  attempt(() => put(`/api/jobs/${job.job_id}/priority`, { priority }), "job.prioritised");

/** Stop what is open, after asking. */
export async function cancel(job) {
  const isSure = await confirm({
    title: t("job.cancel.title"),
    text: t("job.cancel.text", { title: job.title }),
    action: t("job.cancel"),
    back: t("job.cancel.back"),
    danger: true,
  });
  return isSure && attempt(() => post(`/api/jobs/${job.job_id}/cancel`), "job.cancelling");
}

/** Delete a job with all its takes, after asking. */
export async function erase(job) {
  const isSure = await confirm({
    title: t("job.delete.title"),
    text: t("job.delete.text", { title: job.title }),
    action: t("job.delete"),
    danger: true,
  });
  if (isSure && (await attempt(() => remove(`/api/jobs/${job.job_id}`), "job.deleted"))) navigate("/jobs");
}

async function attempt(act, done) {
  try {
    await act();
    toast(t(done), { tone: "good" });
    tryNow();
    return true;
  } catch (error) {
    toast(inOneBreath(error), { tone: "bad" });
    return false;
  }
}
