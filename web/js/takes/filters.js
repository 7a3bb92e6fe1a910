/** What is shown, as the address keeps it: by the state of the item, and by what is known of the take. */

export const STATES = ["working", "waiting", "blocked", "failed", "done", "cancelled"];
export const RATINGS = ["1", "2", "3", "4", "5"];
export const FLAGS = ["any", "none", "black", "frozen", "silent", "wrong_size"];
export const SIZES = ["none", "open", "done", "failed"];

const GROUPS = {
  working: ["pending", "queued", "running"],
  waiting: ["waiting"],
  blocked: ["blocked"],
  failed: ["failed"],
  done: ["succeeded"],
  cancelled: ["cancelled"],
};

const NAMES = { state: STATES, circled: ["yes", "no"], rating: [...RATINGS, "none"], flag: FLAGS, size: SIZES };

/** The filters that an address holds; what is not known there is left out. */
export function filtersOf(query) {
  const given = Object.entries(NAMES).map(([name, values]) => [name, query.get(name), values]);
  return Object.fromEntries(given.map(([name, value, values]) => [name, values.includes(value) ? value : null]));
}

/** The query parameters of the API for the takes. */
export function takeQuery({ circled, rating, flag, size }) {
  return {
    selected: circled ? String(circled === "yes") : null,
    rated: rating === "none" ? "false" : null,
    min_rating: rating && rating !== "none" ? rating : null,
    flag,
    upscaled: size,
  };
}

/** Whether only some takes are wanted. */
export const isFilteringTakes = ({ circled, rating, flag, size }) => Boolean(circled || rating || flag || size);

/** Whether anything is left out at all. */
export const isFiltering = (filters) => Boolean(filters.state) || isFilteringTakes(filters);

/** Whether an item is in the state that is asked for. */
export const matchesState = ({ state }, item) => !state || (item !== undefined && GROUPS[state].includes(item.status));

/** The address's changes that show everything again. */
export const NO_FILTERS = Object.freeze(Object.fromEntries(Object.keys(NAMES).map((name) => [name, null])));
