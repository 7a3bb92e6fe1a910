/** What a person does with the takes of one job: which are shown, chosen, current and playing. */
import { get } from "../core/api.js";
import { refresh } from "../core/refresh.js";
import { setQuery } from "../core/router.js";
import { openCollection } from "./collection.js";
import { filtersOf } from "./filters.js";
import { createMarks } from "./marks.js";
import { between, chosenOf, chosenText, toggled } from "./selection.js";

const PAGE = 200;
/** Browsers refuse an address that changes too often. */
const WRITE_MS = 400;

/** Open the board of a job as the address says. */
export function openBoard(jobId, query, { onProblem }) {
  let filters = filtersOf(query);
  let chosen = chosenOf(query, jobId);
  let current = null;
  let anchor = null;
  let playing = null;
  let writing = null;
  const listeners = new Set();
  const onChange = () => {
    refresh();
    for (const listener of listeners) listener();
  };
  const collection = openCollection(jobId, { filters, onChange, onProblem });
  const marks = createMarks(collection);

  function write() {
    clearTimeout(writing);
    writing = setTimeout(() => {
      writing = null;
      setQuery({ chosen: chosenText(chosen) });
    }, WRITE_MS);
  }

  function choose(next) {
    chosen = next;
    write();
    refresh();
  }

  const order = () => collection.numbers().flatMap((number) => collection.takesOf(number).map((take) => take.video_id));
  const takesOf = (ids) => [...ids].map((id) => collection.take(id)).filter(Boolean);

  return {
    jobId,
    collection,
    marks,
    order,
    /** Call `listener` after each change of the takes; gives the function that ends it. */
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    filters: () => filters,
    chosen: () => chosen,
    chosenTakes: () => takesOf(chosen),
    /** How many of the takes read so far are circled. */
    circled: () => collection.circled(),
    isChosen: (id) => chosen.has(id),
    current: () => current,
    playing: () => playing,
    /** Play all takes of an item, or none. */
    play(number) {
      if (playing === number) return;
      playing = number;
      refresh();
    },
    /** Make a take the one that keys act on. */
    moveTo(id) {
      current = id;
      refresh();
    },
    /** Choose a take or not; with `range`, all from the last one chosen to it. */
    pick(id, { range = false } = {}) {
      if (range && anchor) choose(new Set([...chosen, ...between(order(), anchor, id)]));
      else choose(toggled(chosen, [id]));
      anchor = id;
      current = id;
    },
    /** Choose from where the range began to `id`, and nothing else. */
    stretch(id) {
      anchor ??= current ?? id;
      current = id;
      choose(new Set(between(order(), anchor, id)));
    },
    /** Begin the next range here. */
    anchorAt(id) {
      anchor = id;
    },
    clear: () => choose(new Set()),
    /** Choose all that the filters let through. */
    async chooseAll() {
      await collection.readAllTakes();
      choose(new Set(order()));
    },
    /** The takes that an action is for: those chosen, or else those circled, or else the current one. */
    async targets() {
      if (chosen.size > 0) return takesOf(chosen);
      const circled = await readCircled(jobId);
      if (circled.length > 0) return circled;
      return takesOf(current ? [current] : []);
    },
    /** Follow the address, which another page, a step back or a filter has changed. */
    follow(next) {
      filters = filtersOf(next);
      collection.filter(filters);
      if (next.get("chosen") !== chosenText(chosen) && writing === null) chosen = chosenOf(next, jobId);
    },
    close() {
      clearTimeout(writing);
      collection.close();
    },
  };
}

async function readCircled(jobId) {
  const found = [];
  let cursor = null;
  do {
    const { data } = await get(`/api/videos/job/${jobId}`, { query: { selected: true, limit: PAGE, cursor } });
    found.push(...data.videos);
    cursor = data.next_cursor;
  } while (cursor);
  return found;
}
