/** How the job on the desk stands: what keeps it from being sent, what may go wrong, what it will probably cost. */
import { imagesOf } from "./desk.js";
import { priceOfTake } from "./options.js";
import { rowProblems, rowWarnings } from "./preflight.js";

/** What keeps a row from being made. */
export function problemsOf(row, draft) {
  const needs = { perRow: draft.options.images_per_prompt, needsImages: draft.archives.length === 0 };
  const images = imagesOf(row, draft);
  const broken = images.filter(({ isBroken }) => isBroken).map(({ name }) => ({ code: "image_broken", values: { name } }));
  return [...rowProblems(textOf(row, draft), images, needs), ...broken];
}

/** What may go wrong with a row. */
export const warningsOf = (row, draft) => rowWarnings(textOf(row, draft), imagesOf(row, draft), draft.options, draft.rules);

/** `{rows, ready, problems, takes, archives}`: counts; `isReady` = it can be sent. */
export function standing(draft) {
  const problems = draft.rows.filter((row) => problemsOf(row, draft).length > 0).length;
  const isLooking = Object.values(draft.images).some(({ width, isBroken }) => !width && !isBroken);
  const isShort = draft.shared.on && draft.archives.length > 0 && draft.rows.length === 0 && !draft.shared.text.trim();
  return {
    rows: draft.rows.length,
    archives: draft.archives.length,
    problems,
    takes: draft.rows.length * draft.options.outputs,
    isReady: draft.rows.length + draft.archives.length > 0 && problems === 0 && !isLooking && !isShort,
  };
}

/** What the takes cost by the table: `{least, most}` credits or `{usd}`; the API's own quote follows. */
export function estimate(draft) {
  const { takes } = standing(draft);
  const price = priceOfTake(draft.catalogue, draft.options);
  return Object.fromEntries(Object.entries(price).map(([name, each]) => [name, each * takes]));
}

const textOf = (row, { shared }) => (shared.on ? shared.text : row.prompt);
