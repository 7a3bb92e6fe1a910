/** How long something will take, as people say it. */
import { language } from "../core/words.js";

const STEPS = [["hour", 3600], ["minute", 60], ["second", 1]];

/** Seconds as `3 minutes`, rounded up in the largest fitting unit. */
export function duration(seconds) {
  const [unit, size] = STEPS.find(([, length]) => seconds >= length) ?? STEPS[2];
  const value = unit === "hour" ? Math.round((seconds / size) * 10) / 10 : Math.ceil(seconds / size);
  return new Intl.NumberFormat(language(), { style: "unit", unit, unitDisplay: "long" }).format(value);
}
