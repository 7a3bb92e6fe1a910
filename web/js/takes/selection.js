/** Which takes are chosen, as a set of ids, and as the address keeps it: `12-1-2` is output 2 of item 12's first run. */

/** The ids that an address names. */
export function chosenOf(query, jobId) {
  const text = query.get("chosen") ?? "";
  const marks = text.split(".").map((mark) => /^(\d{1,5})-(\d{1,4})-([1-4])$/.exec(mark));
  return new Set(
    marks.filter(Boolean).map(([, item, run, output]) => `${jobId}-${item.padStart(5, "0")}-${run}-${output}`),
  );
}

/** The address's text for a set of ids, or null for none. */
export function chosenText(ids) {
  return [...ids].map(shortOf).join(".") || null;
}

/** A take's id without its job: `12-1-2`. */
export function shortOf(id) {
  const [, item, run, output] = id.split("-");
  return `${Number(item)}-${run}-${output}`;
}

/** The ids from `one` to `other` in the order shown, whichever comes first. */
export function between(order, one, other) {
  const places = [order.indexOf(one), order.indexOf(other)];
  if (places.includes(-1)) return [other];
  return order.slice(Math.min(...places), Math.max(...places) + 1);
}

/** A set with the ids added, or all taken out when each was in it already. */
export function toggled(chosen, ids) {
  const isIn = ids.every((id) => chosen.has(id));
  const next = new Set(chosen);
  for (const id of ids) isIn ? next.delete(id) : next.add(id);
  return next;
}
