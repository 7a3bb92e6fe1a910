/** Pages of a long list: read one after another as far as they are needed, and read again by their ETags. */
import { get } from "../core/api.js";

/**
 * `numberOf(row)` is the number of the item that a row belongs to; `rowsOf(data)` takes the rows out of an answer.
 * `onRows(rows)` is told of every page that is new or has changed.
 */
export function createPages(path, { query, rowsOf, numberOf, onRows, onProblem, signal }) {
  const pages = [];
  let wanted = 0;
  let reading = null;

  const isWhole = () => pages.length > 0 && pages.at(-1).next === null;
  // The last item's rows may go on in the next page.
  const reach = () => (isWhole() ? Infinity : (pages.at(-1)?.last ?? 1) - 1);

  async function read(page, { isForced = false } = {}) {
    const etag = isForced ? null : page.etag;
    const asked = { ...query, cursor: page.cursor };
    const answer = await get(path, { query: asked, etag, signal, patient: true });
    if (answer.unchanged) return;
    const rows = rowsOf(answer.data);
    Object.assign(page, {
      etag: answer.etag,
      next: answer.data.next_cursor,
      first: rows.length ? numberOf(rows[0]) : page.first,
      last: rows.length ? numberOf(rows.at(-1)) : page.last,
    });
    onRows(rows, answer.data);
  }

  async function readOn() {
    while (!isWhole() && reach() < wanted) await readNext();
  }

  async function readNext() {
    const before = pages.at(-1);
    const page = { cursor: before?.next ?? null, etag: null, next: null, first: before?.last ?? 1, last: before?.last ?? 1 };
    await read(page);
    pages.push(page);
  }

  const start = (work) => {
    reading ??= work()
      .catch((error) => signal.aborted || onProblem(error))
      .finally(() => (reading = null));
    return reading;
  };

  return {
    isWhole,
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
      return start(() => Promise.all(touched.map((page) => read(page, options))));
    },
  };
}
