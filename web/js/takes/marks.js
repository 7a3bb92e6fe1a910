/** Circling and rating: shown at once, sent behind it however long that takes, taken back where the API refuses. */
import { say, toast } from "../core/announce.js";
import { put } from "../core/api.js";
import { connection } from "../core/connection.js";
import { t } from "../core/words.js";

const AT_ONCE = 4;
let unsent = 0;

/** The marks of one job's takes; `collection` holds the takes. */
export function createMarks(collection) {
  const waiting = new Map();
  const sending = new Set();

  /** Circle takes, or take their circles away. */
  function circle(takes, selected) {
    const changed = takes.filter((take) => take.selected !== selected);
    if (takes.length === 1) say(t(selected ? "takes.said.circled" : "takes.said.uncircled"));
    else say(t(selected ? "takes.said.circled_many" : "takes.said.uncircled_many", { count: changed.length }));
    for (const take of changed) send(take, { selected }, `/api/videos/${take.video_id}/select`);
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

  const feed = (take, feedback) => send(take, feedback, `/api/videos/${take.video_id}/feedback`);

  /** Of changes to the same mark only the last is sent, and never beside another: the older could arrive later. */
  function send(take, change, path) {
    const { video_id: id } = take;
    const older = waiting.get(path);
    const before = older?.before ?? Object.fromEntries(Object.keys(change).map((name) => [name, take[name]]));
    collection.mark(id, change);
    if (older) collection.settle(id);
    else unsent += 1;
    waiting.set(path, { id, change, before });
    work();
  }

  async function work() {
    const path = [...waiting.keys()].find((each) => !sending.has(each));
    if (!path || sending.size >= AT_ONCE) return;
    const { id, change, before } = waiting.get(path);
    waiting.delete(path);
    sending.add(path);
    try {
      await put(path, change, { patient: true });
    } catch (error) {
      const newer = waiting.get(path);
      if (newer) newer.before = before;
      else takeBack(id, before);
      toast(error.message, { tone: "bad" });
    }
    collection.settle(id);
    sending.delete(path);
    unsent -= 1;
    work();
  }

  function takeBack(id, before) {
    collection.mark(id, before);
    collection.settle(id);
  }

  return { circle, rate, note };
}

// While the API answers, marks are sent sooner than a page is left.
addEventListener("beforeunload", (event) => unsent > 0 && connection.get().state !== "ok" && event.preventDefault());
