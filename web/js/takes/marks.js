/** Circling and rating: shown at once, sent behind it, taken back where the API refuses. */
import { say, toast } from "../core/announce.js";
import { put } from "../core/api.js";
import { t } from "../core/words.js";

const AT_ONCE = 4;

/** The marks of one job's takes; `collection` holds the takes. */
export function createMarks(collection) {
  const waiting = [];
  let working = 0;

  /** Circle takes, or take their circles away. */
  function circle(takes, selected) {
    const changed = takes.filter((take) => take.selected !== selected);
    if (takes.length === 1) say(t(selected ? "takes.said.circled" : "takes.said.uncircled"));
    else say(t(selected ? "takes.said.circled_many" : "takes.said.uncircled_many", { count: changed.length }));
    for (const take of changed) send(take, { selected }, `/api/videos/${take.video_id}/select`, { selected });
  }

  /** Rate takes from 1 to 5; the same rating again, or null, clears it. */
  function rate(takes, rating) {
    const isSame = takes.every((take) => take.rating === rating);
    const wanted = isSame ? null : rating;
    say(wanted ? t("takes.said.rated", { rating: wanted }) : t("takes.said.unrated"));
    for (const take of takes) feed(take, { rating: wanted, comment: take.comment ?? null });
  }

  /** Write a note on a take; an empty one takes it away. */
  const note = (take, comment) => feed(take, { rating: take.rating, comment: comment.trim() || null });

  const feed = (take, feedback) => send(take, feedback, `/api/videos/${take.video_id}/feedback`, feedback);

  function send(take, change, path, body) {
    const before = Object.fromEntries(Object.keys(change).map((name) => [name, take[name]]));
    collection.mark(take.video_id, change);
    waiting.push({ id: take.video_id, before, path, body });
    work();
  }

  async function work() {
    if (working >= AT_ONCE || waiting.length === 0) return;
    working += 1;
    const { id, before, path, body } = waiting.shift();
    try {
      await put(path, body);
      collection.settle(id);
    } catch (error) {
      collection.settle(id);
      collection.mark(id, before);
      collection.settle(id);
      toast(error.message, { tone: "bad" });
    }
    working -= 1;
    work();
  }

  return { circle, rate, note };
}
