/** Pages of a long list: read one after another as far as they are needed, and read again by their ETags. */
import { get } from "../core/api.js";

/**
 * `numberOf(row)` is the number of the item that a row belongs to; `rowsOf(data)` takes the rows out of an answer.
 * `onRows(rows, data)` is told of every page that is new or has changed.
 */
export function createPages(path, { query, rowsOf, numberOf, onRows, onProblem, signal }) {
  const pages = [];
  let wanted = 0;
  let reading = null;
  let rereading = null;

  const isWhole = () => pages.length > 0 && pages.at(-1).next === null;
  // The last item's rows may go on in the next page.
  const reach = () => (isWhole() ? Infinity : (pages.at(-1)?.last ?? 1) - 1);
  const fail = (error) => signal.aborted || onProblem(error);

  function take(page, { data, etag }) {
    const rows = rowsOf(data);
    Object.assign(page, {
      etag,
      next: data.next_cursor,
      first: rows.length ? numberOf(rows[0]) : page.first,
      last: rows.length ? numberOf(rows.at(-1)) : page.last,
    });
    if (!pages.includes(page)) pages.push(page);
    onRows(rows, data);
  }

  async function read(page, { isForced = false } = {}) {
    const etag = isForced ? null : page.etag;
    const answer = await get(path, { query: { ...query, cursor: page.cursor }, etag, signal, patient: true });
    if (!answer.unchanged) take(page, answer);
  }

  const readNext = () => read(pageAfter(pages.at(-1)));

  async function readOn() {
    while (!isWhole() && reach() < wanted) await readNext();
  }

  function start(work) {
    reading ??= work()
      .catch(fail)
      .finally(() => (reading = null));
    return reading;
  }

  return {
    isWhole,
    /** Take the first page as somebody else has read it. */
    adopt: (data) => take(pages[0] ?? pageAfter(null), { data, etag: null }),
    /** Read on until everything of the item of that number is here. */
    ensure(number) {
      wanted = Math.max(wanted, number);
      if (!isWhole() && reach() < wanted) start(readOn);
    },
    /** Read everything that is left. */
    async all() {
      await reading;
      wanted = Infinity;
      await start(readOn);
    },
    /** Read one page more, or the first. */
    more: () => (isWhole() ? undefined : start(readNext)),
    /** Read again what the items from `first` to `last` stand on; `isForced` also where nothing changed. */
    again(first, last, options) {
      const touched = pages.filter((page) => page.first <= last && (page.last >= first || page.next === null));
      rereading ??= Promise.all(touched.map((page) => read(page, options)))
        .catch(fail)
        .finally(() => (rereading = null));
      return rereading;
    },
  };
}

const pageAfter = (before) => {
  const place = before?.last ?? 1;
  return { cursor: before?.next ?? null, etag: null, next: null, first: place, last: place };
};
