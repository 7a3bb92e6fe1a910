/** More takes than one request may name, in several requests. */
const MOST_AT_ONCE = 200;

/** Call `act(ids)` for up to 200 ids at a time, one after another; gives the answers. */
export async function inBatches(ids, act) {
  const answers = [];
  for (let start = 0; start < ids.length; start += MOST_AT_ONCE) {
    answers.push(await act(ids.slice(start, start + MOST_AT_ONCE)));
  }
  return answers;
}
