/** Numbers and times as people read them, in the language spoken. */
import { language } from "./words.js";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte"];

/** Bytes as `1.2 MB`. */
export function bytes(count) {
  const step = Math.min(UNITS.length - 1, Math.floor(Math.log10(Math.max(1, count)) / 3));
  const value = count / 1000 ** step;
  const digits = step === 0 || value >= 100 ? 0 : 1;
  return new Intl.NumberFormat(language(), {
    style: "unit",
    unit: UNITS[step],
    unitDisplay: step === 0 ? "narrow" : "short",
    maximumFractionDigits: digits,
  }).format(value);
}

/** A whole number with its separators. */
export const number = (value) => new Intl.NumberFormat(language()).format(value);

/** A share from 0 to 1 as `42%`. */
export const percent = (share) => new Intl.NumberFormat(language(), { style: "percent" }).format(share);

/** Seconds as `2:31`, or `1:02:31`. */
export function countdown(seconds) {
  const left = Math.max(0, Math.ceil(seconds));
  const parts = [Math.floor(left / 3600), Math.floor(left / 60) % 60, left % 60];
  const shown = parts[0] > 0 ? parts : parts.slice(1);
  return shown.map((part, place) => (place === 0 ? String(part) : String(part).padStart(2, "0"))).join(":");
}

/** A moment (ISO text) as date and time. */
export const moment = (text) =>
  new Intl.DateTimeFormat(language(), { dateStyle: "medium", timeStyle: "short" }).format(new Date(text));

/** How long ago a moment (ISO text) was, as `3 hours ago`. */
export function ago(text, nowMs = Date.now()) {
  const seconds = (new Date(text).getTime() - nowMs) / 1000;
  const steps = [["day", 86_400], ["hour", 3600], ["minute", 60]];
  const [unit, size] = steps.find(([, length]) => Math.abs(seconds) >= length) ?? ["second", 1];
  return new Intl.RelativeTimeFormat(language(), { numeric: "auto" }).format(Math.round(seconds / size), unit);
}
