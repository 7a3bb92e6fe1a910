/** A job's items and takes, as far as they were read: what the page shows is taken from here. */
import { createPages } from "./pages.js";
import { isFilteringTakes, matchesState, takeQuery } from "./filters.js";

const TAKES_PAGE = 100;
const ITEMS_PAGE = 200;
/** Links live for 15 minutes; a poster that is shown keeps its link, or it would be fetched again. */
const FRESH_MS = 10 * 60_000;
const RENEW_MS = 30_000;

/** Open a job; `onChange` is called after each change, `onProblem` when a page cannot be read. */
export function openCollection(jobId, { filters, onChange, onProblem }) {
  const ending = new AbortController();
  const { signal } = ending;
  const items = new Map();
  const takes = new Map();
  const byId = new Map();
  const marked = new Map();
  let job = null;
  let chosenFilters = filters;
  let takePages = null;
  let stopTakes = new AbortController();
  let renewedAt = 0;

  const itemPages = createPages(`/api/jobs/${jobId}`, {
    query: { limit: ITEMS_PAGE },
    rowsOf: (data) => data.items,
    numberOf: (item) => item.number,
    onRows: takeItems,
    onProblem,
    signal,
  });

  function takeItems(rows) {
    for (const item of rows) items.set(item.number, item);
    onChange();
  }

  function openTakes() {
    stopTakes.abort();
    stopTakes = new AbortController();
    takes.clear();
    byId.clear();
    takePages = createPages(`/api/videos/job/${jobId}`, {
      query: { limit: TAKES_PAGE, ...takeQuery(chosenFilters) },
      rowsOf: (data) => data.videos,
      numberOf: numberOf,
      onRows: addTakes,
      onProblem,
      signal: stopTakes.signal,
    });
    takePages.more();
  }

  function addTakes(rows) {
    for (const row of rows) {
      const number = numberOf(row);
      const take = joined(byId.get(row.video_id), { ...row, item_number: number, ...marked.get(row.video_id)?.change });
      place(take);
    }
    onChange();
  }

  function place(take) {
    const list = takes.get(take.item_number) ?? [];
    const known = list.some((each) => each.video_id === take.video_id);
    const changed = known ? list.map((each) => (each.video_id === take.video_id ? take : each)) : [...list, take];
    byId.set(take.video_id, take);
    takes.set(take.item_number, changed);
  }

  openTakes();
  return {
    job: () => job,
    item: (number) => items.get(number),
    takesOf: (number) => takes.get(number) ?? [],
    /** `retryable`: items that another try can help; `unclear`: of those that ended badly, how many may have been paid for. */
    troubles() {
      const ended = [...items.values()].filter(({ status }) => ["failed", "blocked", "cancelled"].includes(status));
      return {
        retryable: ended.filter(({ status, failure }) => status !== "failed" || !failure || failure.retryable).length,
        unclear: ended.filter(({ failure }) => failure && failure.charged !== false).length,
      };
    },
    circled: () => [...byId.values()].filter((take) => take.selected).length,
    take: (id) => byId.get(id),
    areTakesRead: () => takePages.isWhole(),
    /** Read one page of takes more. */
    readOn: () => takePages.more(),
    /** Fetch fresh links for a take whose link did not work, and for those around it. */
    renew(take) {
      if (Date.now() - renewedAt < RENEW_MS) return;
      renewedAt = Date.now();
      for (const each of byId.values()) each.linkedAt = 0;
      takePages.again(take.item_number, take.item_number, { isForced: true });
    },
    readAllTakes: () => takePages.all(),
    /** Take what is known anew of takes that are here; others are left for their page. */
    noteTakes: (rows) => addTakes(rows.filter(({ video_id: id }) => byId.has(id))),
    /** The numbers of the items to show, in order. */
    numbers() {
      if (isFilteringTakes(chosenFilters)) {
        const found = [...takes.keys()].sort((one, other) => one - other);
        return found.filter((number) => matchesState(chosenFilters, items.get(number)));
      }
      const all = Array.from({ length: job?.counts.total ?? 0 }, (_, index) => index + 1);
      return chosenFilters.state ? all.filter((number) => matchesState(chosenFilters, items.get(number))) : all;
    },
    /** Take what polling the job brought: its counts, its tasks and its first items. */
    takeJob(data) {
      job = data;
      itemPages.adopt(data);
    },
    /** See to it that the items up to `last` are here; `isAtEnd`: the last one that is known is shown. */
    ensure(last, isAtEnd) {
      if (job) itemPages.ensure(chosenFilters.state ? (job?.counts.total ?? last) : last);
      if (isFilteringTakes(chosenFilters)) isAtEnd && takePages.more();
      else takePages.ensure(last);
    },
    /** Read again what is in view. */
    again(first, last, options) {
      if (last > ITEMS_PAGE) itemPages.again(first, last, options);
      return takePages.again(first, last, options);
    },
    /** Show other takes. */
    filter(next) {
      const isSame = JSON.stringify(takeQuery(next)) === JSON.stringify(takeQuery(chosenFilters));
      chosenFilters = next;
      if (!isSame) openTakes();
      onChange();
    },
    /** Change a take here before the API has it. */
    mark(id, change) {
      const take = byId.get(id);
      const before = marked.get(id);
      marked.set(id, { change: { ...before?.change, ...change }, pending: (before?.pending ?? 0) + 1 });
      if (take) place({ ...take, ...change });
      onChange();
    },
    /** Say that one change has reached the API, or never will. */
    settle(id) {
      const entry = marked.get(id);
      if (!entry) return;
      if (entry.pending <= 1) marked.delete(id);
      else marked.set(id, { ...entry, pending: entry.pending - 1 });
    },
    close() {
      ending.abort();
      stopTakes.abort();
    },
  };
}

/** The number of the item that a take is of. */
export const numberOf = (take) => take.item_number ?? Number(take.item_id.slice(-5));

function joined(old, fresh) {
  const now = Date.now();
  const isFresh = old && now - old.linkedAt < FRESH_MS;
  if (!isFresh) return { ...fresh, linkedAt: now };
  return { ...fresh, url: old.url, thumbnail_url: old.thumbnail_url ?? fresh.thumbnail_url, linkedAt: old.linkedAt };
}
