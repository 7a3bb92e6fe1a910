/** The gallery's words: every text by its key, in the language chosen; English stands in for what is missing. */
import { createStore } from "./store.js";

export const LANGUAGES = { en: "English", vi: "Tiếng Việt" };
const AREAS = ["shell", "new", "problems", "job", "takes", "downloads", "queue", "session"];
const KEY = "dailies.language";
const texts = createStore({ language: "en", words: {}, fallback: {} });

/** Load the words of every area; call before the first render. */
export async function loadWords(chosen = preferred()) {
  const [words, fallback] = await Promise.all([read(chosen), chosen === "en" ? null : read("en")]);
  texts.set({ language: chosen, words, fallback: fallback ?? words });
  document.documentElement.lang = chosen;
}

/** Speak another language from now on. */
export async function chooseLanguage(chosen) {
  localStorage.setItem(KEY, chosen);
  await loadWords(chosen);
}

/** The tag of the language spoken. */
export const language = () => texts.get().language;

/** Call `listener` whenever the language changed. */
export const onLanguage = (listener) => texts.subscribe(listener);

/**
 * The text of a key such as `new.title`, with `{name}` filled in from `values`.
 * Where the text has forms, `values.count` chooses one by the language's own rule.
 */
export function t(key, values = {}) {
  const { words, fallback, language: tag } = texts.get();
  const found = words[key] ?? fallback[key] ?? key;
  const text = typeof found === "string" ? found : found[new Intl.PluralRules(tag).select(values.count)] ?? found.other;
  return text.replace(/\{(\w+)\}/g, (whole, name) => (name in values ? shown(values[name], tag) : whole));
}

/** Whether there is a text of that key. */
export const hasWords = (key) => key in texts.get().fallback;

function shown(value, tag) {
  return typeof value === "number" ? new Intl.NumberFormat(tag).format(value) : String(value);
}

function preferred() {
  const chosen = localStorage.getItem(KEY);
  if (chosen in LANGUAGES) return chosen;
  const tags = navigator.languages.map((tag) => tag.split("-")[0]);
  return tags.find((tag) => tag in LANGUAGES) ?? "en";
}

async function read(tag) {
  const areas = await Promise.all(
    AREAS.map(async (area) => (await fetch(`gallery/strings/${tag}/${area}.json`)).json()),
  );
  return Object.assign({}, ...areas);
}
