/** What may cost a take or keep a job from starting, said before anything is sent, by the product's own table. */
import { promptProblem, MOST_CHARACTERS } from "./prompts.js";

const SHAPES = { portrait: [9, 16], landscape: [16, 9] };
const SHOWN_WORDS = 5;
const IMAGE_BYTES = 50 * 1024 ** 2;
const IMAGE_PIXELS = 50_000_000;
const IMAGE_SIDE = 64;

/** Make the table usable: its words become patterns. */
export function readRules(table) {
  const triggers = table.triggers.map(({ code, words }) => ({ code, pattern: patternOf(words) }));
  return { ...table, triggers };
}

/** What keeps a row from being made: `[{code, values}]`. `images` are its images, `mode` what rows need. */
export function rowProblems(prompt, images, { perRow, needsImages }) {
  const found = [];
  const code = promptProblem(prompt);
  if (code) found.push({ code, values: { characters: [...prompt].length, most: MOST_CHARACTERS } });
  if (needsImages && images.length === 0) found.push({ code: "image_missing", values: {} });
  else if (needsImages && images.length < perRow) {
    found.push({ code: "images_incomplete", values: { count: images.length, wanted: perRow } });
  }
  return [...found, ...images.flatMap(imageProblems)];
}

/** What may go wrong with a row: `[{code, values}]`. */
export function rowWarnings(prompt, images, options, rules) {
  return [...promptWarnings(prompt, rules), ...images.flatMap((image) => imageWarnings(image, options, rules))];
}

function imageProblems({ name, size, width, height }) {
  if (size > IMAGE_BYTES) return [{ code: "image_too_large", values: { name } }];
  if (width * height > IMAGE_PIXELS) return [{ code: "image_too_many_pixels", values: { name } }];
  if (width && Math.min(width, height) < IMAGE_SIDE) return [{ code: "image_too_small", values: { name } }];
  return [];
}

function promptWarnings(prompt, rules) {
  const length = [...prompt].length;
  const long = length > rules.prompt_characters;
  const folded = foldText(prompt);
  return [
    ...(long ? [{ code: "prompt_long", values: { characters: length, limit: rules.prompt_characters } }] : []),
    ...rules.triggers.flatMap(({ code, pattern }) => {
      const words = [...new Set(folded.match(pattern) ?? [])];
      return words.length ? [{ code, values: { words: words.slice(0, SHOWN_WORDS).join(", ") } }] : [];
    }),
  ];
}

function imageWarnings({ name, width, height }, options, rules) {
  if (!width) return [];
  const size = `${width}×${height}`;
  const found = [];
  if (Math.min(width, height) < rules.shortest_side) found.push({ code: "image_small", values: { name, size } });
  const [across, down] = SHAPES[options.aspect];
  if (Math.abs((width * down) / (height * across) - 1) > rules.aspect_tolerance) {
    const cut = [
      Math.min(width, Math.floor((height * across) / down)),
      Math.min(height, Math.floor((width * down) / across)),
    ].join("×");
    found.push({ code: "aspect_mismatch", values: { name, size, cut, aspect: options.aspect } });
  }
  return found;
}

function patternOf(words) {
  const escaped = words
    .map(foldText)
    .sort((one, other) => other.length - one.length)
    .map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  return new RegExp(`(?<![\\p{L}\\p{N}_])(?:${escaped.join("|")})(?![\\p{L}\\p{N}_])`, "gu");
}

// Typed on a phone, an apostrophe is often the curly one.
const foldText = (text) => text.normalize("NFC").toLowerCase().replaceAll("\u2019", "'");
