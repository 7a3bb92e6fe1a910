/** Prompts from a pasted text or a .txt, .csv or .json file, by the rules of the API's own reader. */
import { findHidden, suffixOf } from "./names.js";

export const MOST_CHARACTERS = 2000;
export const MOST_PROMPTS = 10_000;
const COLUMNS = ["prompt", "image", "end_image"];

/** Why prompts cannot be read: a `code` for words, and the line. */
export class BadPrompts extends Error {
  constructor(code, line, values = {}) {
    super(code);
    this.code = code;
    this.values = { line, ...values };
  }
}

/** Whether a file of that name holds prompts. */
export const isPromptsName = (name) => suffixOf(name) in READERS;

/** Read a file's text; gives `[{text, images}]`, or throws BadPrompts for the first bad line. */
export function parsePrompts(text, name) {
  const clean = text.replace(/^\ufeff/, "").replaceAll("\r\n", "\n").replaceAll("\r", "\n");
  const rows = READERS[suffixOf(name)](clean);
  if (rows.length === 0) throw new BadPrompts("prompts_empty", 1);
  if (rows.length > MOST_PROMPTS) throw new BadPrompts("prompts_too_many", rows[MOST_PROMPTS].line);
  return rows.map(checked);
}

/** Read what was pasted: one prompt a line, or blocks between blank lines. */
export const parsePasted = (text) => parsePrompts(text, "pasted.txt");

/** What is wrong with one prompt, as a code, or null. */
export function promptProblem(text) {
  if (!text.trim()) return "prompt_empty";
  if (findHidden(text.replace(/[\t\r\n]+/g, " "))) return "prompt_characters";
  return [...text].length > MOST_CHARACTERS ? "prompt_too_long" : null;
}

function checked({ line, prompt, images }) {
  const text = prompt.replace(/[\t\r\n]+/g, " ").trim();
  const code = promptProblem(text);
  if (code) throw new BadPrompts(code, line, { characters: [...text].length, most: MOST_CHARACTERS });
  return { text, images: images.map((name) => name.trim()).filter(Boolean) };
}

function readTxt(text) {
  const lines = text.split("\n").map((line, place) => ({ line: place + 1, text: line.trim() }));
  const blocks = blocksOf(lines);
  if (blocks.length > 1 && blocks.some((block) => block.length > 1)) {
    return blocks.map((block) => ({
      line: block[0].line,
      prompt: block.map((entry) => entry.text).join(" "),
      images: [],
    }));
  }
  return blocks.flat().map((entry) => ({ line: entry.line, prompt: entry.text, images: [] }));
}

function blocksOf(lines) {
  const blocks = [];
  let open = false;
  for (const entry of lines) {
    if (entry.text === "") open = false;
    else if (open) blocks.at(-1).push(entry);
    else {
      blocks.push([entry]);
      open = true;
    }
  }
  return blocks;
}

function readCsv(text) {
  const header = text.split("\n", 1)[0];
  const delimiter = [",", ";", "\t"].find((mark) => header.includes(mark)) ?? ",";
  const [head, ...records] = csvRecords(text, delimiter);
  const columns = (head?.cells ?? []).map((cell) => cell.trim().toLowerCase());
  const isKnown = columns.every((name) => COLUMNS.includes(name));
  if (!columns.includes("prompt") || !isKnown || new Set(columns).size !== columns.length) {
    throw new BadPrompts("prompts_header", 1);
  }
  return records
    .filter(({ cells }) => cells.length > columns.length || cells.some((cell) => cell.trim()))
    .map(({ line, cells }) => csvRow(line, cells, columns));
}

function csvRow(line, cells, columns) {
  if (cells.length !== columns.length) throw new BadPrompts("prompts_malformed", line);
  const named = Object.fromEntries(columns.map((name, place) => [name, cells[place]]));
  const images = [...(named.image ?? "").split("|"), named.end_image ?? ""];
  return { line, prompt: named.prompt, images };
}

/** Split into records of cells; quotes may hold separators, breaks and doubled quotes. */
function csvRecords(text, delimiter) {
  const records = [];
  let cells = [];
  let cell = "";
  let line = 1;
  let startLine = 1;
  let state = "start";
  const endCell = () => {
    cells.push(cell);
    cell = "";
    state = "start";
  };
  const endRecord = () => {
    endCell();
    records.push({ line: startLine, cells });
    cells = [];
    startLine = line + 1;
  };
  for (const letter of text.endsWith("\n") ? text : `${text}\n`) {
    if (state === "quoted") {
      if (letter === '"') state = "closed";
      else cell += letter;
    } else if (letter === delimiter) endCell();
    else if (letter === "\n") endRecord();
    else if (state === "closed") {
      if (letter !== '"') throw new BadPrompts("prompts_malformed", line);
      cell += letter;
      state = "quoted";
    } else if (letter === '"' && state === "start") state = "quoted";
    else {
      cell += letter;
      state = "plain";
    }
    if (letter === "\n") line += 1;
  }
  if (state === "quoted") throw new BadPrompts("prompts_malformed", line - 1);
  return records;
}

function readJson(text) {
  const entries = jsonOf(text);
  if (!Array.isArray(entries)) throw new BadPrompts("prompts_malformed", 1);
  return entries.map((entry, place) => jsonRow(entry, place + 1));
}

function jsonOf(text) {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadPrompts("prompts_malformed", 1);
  }
}

function jsonRow(entry, line) {
  if (typeof entry === "string") return { line, prompt: entry, images: [] };
  const { prompt, image, images, end_image: last, ...others } = entry ?? {};
  const names = images ?? [image ?? ""];
  const isText = (value) => typeof value === "string";
  const isFit =
    isText(prompt) &&
    Array.isArray(names) &&
    names.every(isText) &&
    (last === undefined || last === null || isText(last)) &&
    !(image !== undefined && images !== undefined) &&
    Object.keys(others).length === 0;
  if (!isFit) throw new BadPrompts("prompts_malformed", line);
  return { line, prompt, images: [...names, last ?? ""] };
}

const READERS = { ".txt": readTxt, ".csv": readCsv, ".json": readJson };
